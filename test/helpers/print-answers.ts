// node test/helpers/print-answers.ts MODEL TEXTS
// Prints for each text of a JSON list the JSON of its classification. It uses nothing but the classifier and Node.js,
// so that any Node.js can run it, of any processor.
import { readFileSync } from 'node:fs';
import { loadClassifier } from '../../classifier/src/index.ts';

const [model, texts] = process.argv.slice(2).map((path) => readFileSync(path));
const classifier = loadClassifier(model!);
for (const text of JSON.parse(String(texts))) console.log(JSON.stringify(classifier.classify(text)));
