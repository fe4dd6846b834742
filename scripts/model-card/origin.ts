import type { ModelHeader } from '../../classifier/src/index.ts';
import { markdownTable } from '../program/markdown-table.ts';

/** Describes what a transformer was made of and trained on, as far as it is known, and how its file was made. */
export function describeOrigin({ provenance, settings, measured }: ModelHeader): string {
  const { base, data, sha256, rows, seed, textData = [] } = provenance;
  const files = [...(data === undefined ? [] : [{ data, sha256, rows }]), ...textData];
  const measuredOn = measured.map((entry) => entry.data);
  const options = [
    'FOLDER',
    ...(measuredOn.length === 0 ? [] : [`--data ${measuredOn.join(' ')}`]),
    '--out transformer.bin',
  ];
  return `${markdownTable(
    ['what', 'value'],
    [
      ['base', base?.name ?? 'not known'],
      ['licence of the base', base?.license ?? 'not known'],
      ...(files.length === 0 ? [['training data', 'not known']] : []),
      ...files.flatMap((file) => [
        ['training data', file.data],
        [`SHA-256 of ${file.data}`, file.sha256!],
        [`texts of ${file.data}`, String(file.rows)],
      ]),
      ...(seed === undefined ? [] : [['seed', String(seed)]]),
      ...Object.entries(settings).map(([setting, value]) => [setting, String(value)]),
    ],
  )}

It was packed, without further training, from a folder with \`model.onnx\`, \`tokenizer.json\` and \`config.json\`:

\`\`\`sh
npm run pack -- ${options.join(' ')}
\`\`\``;
}
