/** The name at the end of an ARN, or the text itself where it is none. */
export function nameAtEnd(text: string): string {
  return text.startsWith('arn:') ? (text.split(/[:/]/).at(-1) ?? text) : text
}
