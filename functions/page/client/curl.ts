/** Formats a shell command that posts this JSON. A single quote is written as `'\''`. */
export function curlCommand(url: string, body: string): string {
  return `curl ${quote(url)} \\\n  --json ${quote(body)}`;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
