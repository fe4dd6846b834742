import { ask, type Found, type NotFound } from './ask.ts';
import { byId, element } from './elements.ts';
import { EXAMPLES } from './examples.ts';
import { showLabels } from './labels.ts';
import { showResult, summarize } from './show-result.ts';
import { listenToWords, showWords } from './show-words.ts';

/** The longest text, in code points. `page.ts` defines it. */
declare const TEXT_CHARACTERS: number;

/** The delays after the last key before the text is sent, and before a screen reader announces the result. */
const SEND_AFTER_MS = 60;
const SAY_AFTER_MS = 800;

// The warning is for a page opened as a file, in which this script does not run.
document.querySelector('.needs-server')?.remove();

const field = byId<HTMLTextAreaElement>('text');
const answer = byId('answer');
let sending: ReturnType<typeof setTimeout>;
let saying: ReturnType<typeof setTimeout>;
let request = new AbortController();

/** Cancels the current request, and sends the current text after a delay. */
function update(afterMs: number): void {
  clearTimeout(sending);
  clearTimeout(saying);
  request.abort();
  const text = field.value;
  const numCharacters = [...text].length;
  const limit = TEXT_CHARACTERS.toLocaleString('en');
  byId('count').textContent = `${numCharacters.toLocaleString('en')} of ${limit}`;
  byId('count').classList.toggle('over', numCharacters > TEXT_CHARACTERS);
  if (!/\S/.test(text)) {
    show('invitation');
  } else if (numCharacters > TEXT_CHARACTERS) {
    const problem = `The text has ${numCharacters.toLocaleString('en')} characters; at most ${limit} are accepted.`;
    showProblem({ problem, isPassing: false });
  } else {
    answer.ariaBusy = 'true';
    sending = setTimeout(send, afterMs, text);
  }
}

async function send(text: string): Promise<void> {
  request = new AbortController();
  const { signal } = request;
  const found = await ask(text, signal).catch(() => undefined);
  if (!found || signal.aborted) return;
  if ('problem' in found) showProblem(found);
  else showAnswer(text, found);
}

function showAnswer(text: string, { result, command = '' }: Found): void {
  showResult(result);
  showWords(text, result);
  byId('curl').textContent = command;
  byId('copy').textContent = 'Copy';
  show('result');
  saying = setTimeout(() => {
    byId('summary').textContent = summarize(result);
  }, SAY_AFTER_MS);
}

/** Shows a problem in place of a result. If a retry may help, it shows a button or retries by itself. */
function showProblem({ problem, isPassing, retrySeconds }: NotFound): void {
  const retry = retrySeconds === undefined ? '' : ` Trying again in ${retrySeconds} s.`;
  byId('problem-text').textContent = problem + retry;
  byId('again').hidden = !isPassing;
  show('problem');
  if (retrySeconds !== undefined) sending = setTimeout(send, retrySeconds * 1000, field.value);
}

/** Shows one of the three states of the answer. */
function show(state: 'invitation' | 'problem' | 'result'): void {
  // Keep the focus when the button disappears.
  if (document.activeElement === byId('again') && (state !== 'problem' || byId('again').hidden))
    field.focus();
  for (const id of ['invitation', 'problem', 'result']) byId(id).hidden = id !== state;
  byId('reading').hidden = state !== 'result';
  byId('request').hidden = state !== 'result' || byId('curl').textContent === '';
  if (state !== 'result') byId('summary').textContent = '';
  answer.ariaBusy = 'false';
}

async function copy(): Promise<void> {
  const button = byId('copy');
  try {
    await navigator.clipboard.writeText(byId('curl').textContent!);
    button.textContent = 'Copied';
  } catch {
    // Browsers allow clipboard access only on https and localhost.
    getSelection()!.selectAllChildren(byId('curl'));
    button.textContent = 'Selected';
  }
}

for (const [name, text] of EXAMPLES) {
  const button = element('button', '', name);
  button.type = 'button';
  button.addEventListener('click', () => {
    field.value = text;
    update(0);
  });
  byId('examples').append(button);
}
field.addEventListener('input', () => update(SEND_AFTER_MS));
byId('again').addEventListener('click', () => update(0));
addEventListener('online', () => {
  if (!byId('problem').hidden) update(0);
});
byId('copy').addEventListener('click', copy);
listenToWords();
showLabels();
update(0);
