// Renders records with docxtemplater and writes every document; prints the CPU milliseconds of each round.
// Usage: node docxtemplater.js MODULES TEMPLATE RECORDS, then for each round a line of input with the folder.
const fs = require('fs');
const path = require('path');
const [modules, template, records] = process.argv.slice(2);
const Docxtemplater = require(path.join(modules, 'docxtemplater'));
const PizZip = require(path.join(modules, 'pizzip'));

const content = fs.readFileSync(template);
const values = JSON.parse(fs.readFileSync(records, 'utf8'));

function render(record, target) {
  const document = new Docxtemplater(new PizZip(content), { paragraphLoop: true, linebreaks: true });
  document.render(record);
  const written = document.toBuffer({ compression: 'DEFLATE' });
  fs.writeFileSync(target, written);
}

require('readline').createInterface({ input: process.stdin }).on('line', (folder) => {
  const start = process.cpuUsage();
  values.forEach((record, number) => render(record, path.join(folder, `${number}.docx`)));
  const used = process.cpuUsage(start);
  console.log((used.user + used.system) / 1000 / values.length);
});
