// Prints credit reports as PDF. One request a line of JSON on standard input, one answer a line on standard output; the host starts it,
// gives it time, and starts it again when it dies. It opens no file but its fonts and no connection.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const PDFDocument = createRequire(import.meta.url)(join(here, "pdfkit.cjs"));
const fonts = { regular: readFileSync(join(here, "regular.ttf")), bold: readFileSync(join(here, "bold.ttf")) };

const MARGIN = 48;
const LABEL_WIDTH = 170;
const QR_SIZE = 84;
const INK = "#1a2233";
const GREY = "#5b6475";
const RULE = "#c9d0dc";
const WARN = "#8a4b00";

function byItem(entries) {
  const items = new Map();
  for (const entry of entries) {
    items.set(entry.item, [...(items.get(entry.item) ?? []), entry]);
  }
  return [...items.values()];
}

function print(job) {
  const { report, words, qr } = job;
  // The moment of issue, not of printing: the same report is the same file.
  const issued = new Date(report.issuedAt);
  const doc = new PDFDocument({
    size: "A4",
    margins: { top: MARGIN, bottom: MARGIN + 22, left: MARGIN, right: MARGIN },
    bufferPages: true,
    lang: "zh-CN",
    displayTitle: true,
    font: null,
    info: { Title: `${words.title} ${report.code}`, Creator: words.platform, Producer: words.platform, CreationDate: issued, ModDate: issued },
  });
  const chunks = [];
  doc.on("data", (chunk) => chunks.push(chunk));
  const done = new Promise((resolve, reject) => {
    doc.on("end", () => resolve(Buffer.concat(chunks)));
    doc.on("error", reject);
  });
  doc.registerFont("regular", fonts.regular);
  doc.registerFont("bold", fonts.bold);

  const width = doc.page.width - 2 * MARGIN;
  const bottom = () => doc.page.height - MARGIN - 22;
  const room = (height) => {
    if (doc.y + height > bottom()) {
      doc.addPage();
    }
  };
  const text = (value, { font = "regular", size = 9.5, color = INK, x = MARGIN, ...options } = {}) =>
    doc.font(font).fontSize(size).fillColor(color).text(value, x, doc.y, { width: width - (x - MARGIN), ...options });
  const line = () => {
    doc.moveTo(MARGIN, doc.y).lineTo(MARGIN + width, doc.y).lineWidth(0.5).strokeColor(RULE).stroke();
    doc.y += 5;
  };
  // Beijing time to the second; the instant itself, to the microsecond, stands in the JSON.
  const local = (instant) => `${new Date(Date.parse(instant) + 8 * 3600_000).toISOString().slice(0, 19).replace("T", " ")} (UTC+8)`;
  const shown = (field) => field.shownZh ?? field.value ?? "–";
  const row = (label, value, labelWidth = LABEL_WIDTH) => {
    doc.font("regular").fontSize(9.5);
    const valueWidth = width - labelWidth;
    const height = Math.max(
      doc.heightOfString(label, { width: labelWidth - 8 }),
      doc.heightOfString(value, { width: valueWidth }));
    room(height + 2);
    const top = doc.y;
    doc.fillColor(GREY).text(label, MARGIN, top, { width: labelWidth - 8 });
    doc.fillColor(INK).text(value, MARGIN + labelWidth, top, { width: valueWidth });
    doc.y = top + height + 2;
  };
  const heading = (value, size) => {
    room(size * 4);
    doc.y += size / 2;
    text(value, { font: "bold", size });
    doc.y += 2;
  };

  // Columns of the given shares; the header comes again on every page, and a note runs under its row over the whole width.
  const table = (head, rows, shares = head.map(() => 1), notes = []) => {
    const unit = width / shares.reduce((sum, share) => sum + share, 0);
    const cells = (values, font, color) => {
      doc.font(font).fontSize(8);
      const height = Math.max(...values.map((value, i) => doc.heightOfString(value, { width: shares[i] * unit - 6 }))) + 4;
      const at = doc.y;
      let x = MARGIN;
      values.forEach((value, i) => {
        doc.fillColor(color).text(value, x, at + 2, { width: shares[i] * unit - 6 });
        x += shares[i] * unit;
      });
      doc.y = at + height;
    };
    const rule = () => doc.moveTo(MARGIN, doc.y).lineTo(MARGIN + width, doc.y).lineWidth(0.3).strokeColor(RULE).stroke();
    const header = () => {
      cells(head, "bold", GREY);
      rule();
    };
    header();
    rows.forEach((values, i) => {
      doc.font("regular").fontSize(8);
      const height = Math.max(...values.map((value, k) => doc.heightOfString(value, { width: shares[k] * unit - 6 }))) + 4;
      if (doc.y + height > bottom()) {
        doc.addPage();
        header();
      }
      cells(values, "regular", INK);
      if (notes[i]) {
        text(notes[i], { size: 8, color: WARN, oblique: true });
      }
      rule();
    });
    doc.x = MARGIN;
    doc.y += 3;
  };
  // As the page lays them out: many short entries of one item are a table.
  const groups = (entries) => byItem(entries).map((all) => {
    const knows = new Set(all.flatMap((entry) => entry.fields.filter((field) => field.value !== null).map((field) => field.name)));
    const known = all[0].fields.filter((field) => knows.has(field.name));
    return {
      entries: all,
      known,
      unknown: all[0].fields.filter((field) => !knows.has(field.name)),
      isTable: all.length >= job.tableFrom && known.length > 0 && known.length <= job.maxColumns,
    };
  });

  const top = doc.y;
  doc.image(Buffer.from(qr, "base64"), MARGIN + width - QR_SIZE, top, { width: QR_SIZE });
  text(words.title, { font: "bold", size: 20, width: width - QR_SIZE - 12 });
  text(words.titleEn, { size: 11, color: GREY, width: width - QR_SIZE - 12 });
  if (report.invented) {
    text(words.invented, { font: "bold", size: 10, color: WARN, width: width - QR_SIZE - 12 });
  }
  doc.y = Math.max(doc.y, top + QR_SIZE) + 8;
  line();
  for (const [label, value] of job.head) {
    row(label, value);
  }

  heading(words.overview, 13);
  line();
  for (const field of report.enterprise) {
    row(`${field.zh} ${field.en}`, shown(field));
  }
  heading(words.counts, 11);
  table(
    [words.block, ...report.parts.map((part) => words.parts[part.part])],
    report.parts[0].blocks.map((block, i) => [`${block.zh} ${block.en}`, ...report.parts.map((part) => (part.blocks[i].total === null ? "–" : String(part.blocks[i].total)))]),
    [2, ...report.parts.map(() => 1)]);
  text(words.nothing, { size: 8, color: GREY });

  for (const part of report.parts) {
    heading(words.parts[part.part], 13);
    line();
    for (const block of part.blocks.filter((known) => known.total !== null)) {
      heading(`${block.zh} ${block.en}`, 11);
      if (block.total > block.entries.length) {
        text(words.newest.replace("{0}", block.entries.length).replace("{1}", block.total), { color: GREY });
      }
      for (const group of groups(block.entries)) {
        if (group.isTable) {
          room(60);
          doc.y += 3;
          text(`${group.entries[0].zh} ${group.entries[0].en}`, { font: "bold" });
          doc.y += 2;
          table(
            [...group.known.map((field) => field.zh), words.sourceZh, words.knownZh],
            group.entries.map((entry) => [
              ...group.known.map((column) => shown(entry.fields.find((field) => field.name === column.name))),
              entry.source, local(entry.knownAt).slice(0, 10)]),
            undefined,
            group.entries.map((entry) => (entry.disputed ? `${words.disputed}  ${words.statement} ${entry.statement ?? "–"}` : null)));
          if (group.unknown.length > 0) {
            text(`${words.unknownFields}：${group.unknown.map((field) => field.zh).join("、")}`, { size: 8, color: GREY });
          }
          doc.y += 4;
          continue;
        }
        for (const entry of group.entries) {
          room(40);
          doc.y += 3;
          text(`${entry.zh} ${entry.en}`, { font: "bold" });
          if (entry.disputed) {
            text(words.disputed, { font: "bold", color: WARN });
            text(`${words.statement} ${entry.statement ?? "–"}`, { color: WARN, oblique: true });
          }
          for (const field of entry.fields.filter((known) => known.value !== null)) {
            row(`${field.zh} ${field.en}`, shown(field));
          }
          const unknown = entry.fields.filter((field) => field.value === null);
          if (unknown.length > 0) {
            row(words.unknownFields, unknown.map((field) => field.zh).join("、"));
          }
          row(words.source, entry.source);
          row(words.known, local(entry.knownAt));
          doc.y += 2;
          line();
        }
      }
    }
    const silent = part.blocks.filter((block) => block.total === null);
    if (silent.length > 0) {
      room(24);
      doc.y += 4;
      text(`${words.nothing}：${silent.map((block) => block.zh).join("、")}`, { color: GREY });
    }
  }

  const pages = doc.bufferedPageRange();
  if (pages.count > job.maxPages) {
    throw new Error(`the report has ${pages.count} pages, the limit is ${job.maxPages}`);
  }
  for (let page = 0; page < pages.count; page++) {
    doc.switchToPage(page);
    // Below the margin a text would begin a new page.
    doc.page.margins.bottom = 0;
    doc.font("regular").fontSize(7.5).fillColor(GREY)
      .text(`${report.code}   SHA-256 ${report.digest}   ${page + 1}/${pages.count}`, MARGIN, doc.page.height - MARGIN, { width, align: "center", lineBreak: false });
  }
  doc.end();
  return done;
}

for await (const request of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  let answer;
  try {
    answer = { pdf: (await print(JSON.parse(request))).toString("base64") };
  } catch (error) {
    answer = { error: String(error?.message ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
