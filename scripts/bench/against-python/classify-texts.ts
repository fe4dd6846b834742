/*
 * Classifies a list of texts one by one and prints the texts per second:
 *   node classify-texts.ts KIND TEXTS SECONDS
 * It is the counterpart of batch.py.
 */
import { readFile } from 'node:fs/promises';
import { loadClassifier } from '../../../classifier/src/index.ts';
import { readModel } from '../../program/model-option.ts';
import { timeMs } from '../measure.ts';

const [kind, file, seconds] = process.argv.slice(2);
const { classify } = loadClassifier(await readModel(kind!));
const texts = JSON.parse(await readFile(file!, 'utf8')) as string[];
const classifyAll = () => texts.map((text) => classify(text));

classifyAll(); // to warm up
let numPasses = 0;
let tookMs = 0;
while (tookMs < Number(seconds) * 1000) {
  tookMs += timeMs(classifyAll);
  numPasses++;
}
console.log((numPasses * texts.length * 1000) / tookMs);
