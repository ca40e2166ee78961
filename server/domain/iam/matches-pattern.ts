import { compileGlob, matchesGlob } from './glob.ts'

/** Whether IAM's wildcards (* and ?) cover the text, in any case of letters. Source: IAM user guide, element Action. */
export function matchesPattern(pattern: string, text: string): boolean {
  return matchesGlob(compileGlob(pattern.toLowerCase()), text.toLowerCase()) === 'true'
}
