// Judges the definitions in the files that are named: prints what is wrong with each, and ends with 1 if anything is.
import fs from 'node:fs';
import validator from 'asl-validator';

let wrong = 0;
for (const file of process.argv.slice(2)) {
  const { isValid, errorsText } = validator(JSON.parse(fs.readFileSync(file, 'utf8')), { checkArn: true, checkPaths: true });
  if (isValid) continue;
  wrong++;
  console.log(`${file}: ${errorsText('\n')}`);
}
console.log(`asl-validator: ${wrong} of ${process.argv.length - 2} wrong`);
process.exit(wrong === 0 ? 0 : 1);
