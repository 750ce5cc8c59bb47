// Writes working-days.csv: the days on which the State Council's yearly notice (国务院办公厅关于部分节假日安排的通知) departs from the
// plain week. Source: npm package chinese-days (MIT).
// usage: npm install --no-save chinese-days && node make-working-days.mjs FIRST_YEAR LAST_YEAR
//
// kind off = a weekday without work, kind work = a Saturday or Sunday with work (调休). A year that the package does not hold
// is an error here, and a year that the table does not hold is an error in WorkingCalendar: never a plain week by silence.
import { createRequire } from 'node:module';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [first, last] = process.argv.slice(2).map(Number);
if (!(first <= last)) {
  console.error('usage: node make-working-days.mjs FIRST_YEAR LAST_YEAR');
  process.exit(2);
}

const require = createRequire(join(process.cwd(), 'package.json'));
const lines = ['date,kind,name'];
for (let year = first; year <= last; year++) {
  const notice = require(join(dirname(require.resolve('chinese-days')), 'years', `${year}.json`));
  const isWeekend = (date) => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());
  const name = (text) => text.split(',')[1];
  const off = Object.entries(notice.holidays).filter(([date]) => !isWeekend(date)).map(([date, text]) => [date, 'off', name(text)]);
  const work = Object.entries(notice.workdays).filter(([date]) => isWeekend(date)).map(([date, text]) => [date, 'work', name(text)]);
  if (off.length === 0) throw new Error(`chinese-days holds no notice for ${year}`);
  lines.push(...[...off, ...work].sort(([a], [b]) => (a < b ? -1 : 1)).map((cells) => cells.join(',')));
}

writeFileSync(join(dirname(fileURLToPath(import.meta.url)), 'working-days.csv'), lines.join('\n') + '\n');
