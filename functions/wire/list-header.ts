/** Whether a list header names only this token. An empty list names nothing (RFC 9110, section 5.6.1). */
export function namesOnly(header: string, token: string): boolean {
  return header.split(',').every((member) => ['', token].includes(member.trim().toLowerCase()));
}
