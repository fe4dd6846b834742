/** The command for a shell that posts this body: a single quote ends the quoting, stands alone, and begins it again. */
export function curlCommand(url: string, body: string): string {
  return `curl ${quote(url)} \\\n  --json ${quote(body)}`;
}

function quote(word: string): string {
  return `'${word.replaceAll("'", "'\\''")}'`;
}
