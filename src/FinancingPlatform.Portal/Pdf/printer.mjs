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
  for (const part of report.parts) {
    text(words.parts[part.part], { size: 10, font: "bold" });
    for (const block of part.blocks) {
      row(`${block.zh} ${block.en}`, block.total === null ? "–" : String(block.total), LABEL_WIDTH * 2);
    }
  }

  for (const part of report.parts) {
    heading(words.parts[part.part], 13);
    line();
    for (const block of part.blocks) {
      heading(`${block.zh} ${block.en}`, 11);
      if (block.total === null) {
        text(words.nothing, { color: GREY });
        continue;
      }
      if (block.total > block.entries.length) {
        text(words.newest.replace("{0}", block.entries.length).replace("{1}", block.total), { color: GREY });
      }
      for (const entry of block.entries) {
        room(40);
        doc.y += 3;
        text(`${entry.zh} ${entry.en}`, { font: "bold" });
        if (entry.disputed) {
          text(words.disputed, { font: "bold", color: WARN });
          text(`${words.statement} ${entry.statement ?? "–"}`, { color: WARN, oblique: true });
        }
        row(words.source, entry.source);
        row(words.known, entry.knownAt);
        for (const field of entry.fields) {
          row(`${field.zh} ${field.en}`, shown(field));
        }
        line();
      }
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

// The authorisation letter: the text exactly as it was signed, what proves it, and the evidence itself as an attachment of the file.
function printLetter(job) {
  const signed = new Date(job.signedAt);
  const doc = new PDFDocument({
    size: "A4",
    margins: { top: MARGIN, bottom: MARGIN + 22, left: MARGIN, right: MARGIN },
    bufferPages: true,
    lang: "zh-CN",
    displayTitle: true,
    font: null,
    info: { Title: `${job.title} ${job.number}`, Creator: job.platform, Producer: job.platform, CreationDate: signed, ModDate: signed },
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
  const top = doc.y;
  doc.image(Buffer.from(job.qr, "base64"), MARGIN + width - QR_SIZE, top, { width: QR_SIZE });
  doc.font("bold").fontSize(16).fillColor(INK).text(job.title, MARGIN, top, { width: width - QR_SIZE - 12 });
  doc.font("regular").fontSize(9.5).fillColor(GREY).text(job.number, { width: width - QR_SIZE - 12 });
  if (job.invented) {
    doc.font("bold").fontSize(10).fillColor(WARN).text(job.invented, { width: width - QR_SIZE - 12 });
  }
  doc.y = Math.max(doc.y, top + QR_SIZE) + 10;
  doc.font("regular").fontSize(9.5).fillColor(INK).text(job.text, MARGIN, doc.y, { width });
  doc.moveDown();
  doc.font("bold").fontSize(12).text(job.proof, { width });
  for (const [label, value] of job.rows) {
    doc.font("regular").fontSize(8.5).fillColor(GREY).text(label, { width });
    doc.fillColor(INK).text(value, { width });
  }
  doc.file(Buffer.from(job.evidence), { name: job.evidenceName, type: "application/json", creationDate: signed, modifiedDate: signed, description: job.proof });
  const pages = doc.bufferedPageRange();
  if (pages.count > job.maxPages) {
    throw new Error(`the letter has ${pages.count} pages, the limit is ${job.maxPages}`);
  }
  for (let page = 0; page < pages.count; page++) {
    doc.switchToPage(page);
    doc.page.margins.bottom = 0;
    doc.font("regular").fontSize(7.5).fillColor(GREY)
      .text(`${job.number}   SHA-256 ${job.digest}   ${page + 1}/${pages.count}`, MARGIN, doc.page.height - MARGIN, { width, align: "center", lineBreak: false });
  }
  doc.end();
  return done;
}

for await (const request of createInterface({ input: process.stdin, crlfDelay: Infinity })) {
  let answer;
  try {
    const job = JSON.parse(request);
    answer = { pdf: (await (job.letter ? printLetter(job) : print(job))).toString("base64") };
  } catch (error) {
    answer = { error: String(error?.message ?? error) };
  }
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
