import { type Document, LineCounter, parseAllDocuments, parseDocument } from 'yaml'

export type YamlProblem = { text: string; line: number | null; column: number | null }
export type YamlPath = readonly PropertyKey[]
export type ReadYaml =
  | { value: unknown; problemAt: (path: YamlPath, text: string) => YamlProblem; problems: [] }
  | { value: undefined; problems: YamlProblem[] }

const MAX_CHARACTERS = 1_000_000
/** An alias of an alias of an alias: more copies than this are refused. */
const MAX_ALIASES = 50

/** Reads one YAML document of people's own. What is wrong with it comes with line and column, counted from 1. */
export function readYaml(text: string): ReadYaml {
  if (text.length > MAX_CHARACTERS) return refused('It is larger than 1 MB.')
  const lineCounter = new LineCounter()
  try {
    return readDocument(parseDocument(text, { ...OPTIONS, lineCounter }), lineCounter)
  } catch {
    return refused(TOO_DEEP)
  }
}

/** The same of a text of several documents, with --- between them; empty ones are left out. */
export function readYamlDocuments(text: string): ReadYaml[] {
  if (text.length > MAX_CHARACTERS) return [refused('It is larger than 1 MB.')]
  const lineCounter = new LineCounter()
  try {
    const documents = parseAllDocuments(text, { ...OPTIONS, lineCounter })
    return Array.from(documents, (document) => readDocument(document, lineCounter)).filter(
      (read) => !('problemAt' in read) || (read.value !== null && read.value !== undefined),
    )
  } catch {
    return [refused(TOO_DEEP)]
  }
}

const TOO_DEEP = 'It could not be read: it is nested too deeply.'

const OPTIONS = { prettyErrors: false, schema: 'core' } as const

function refused(text: string, line: number | null = null, column: number | null = null): ReadYaml {
  return { value: undefined, problems: [{ text, line, column }] }
}

function readDocument(document: Document.Parsed, lines: LineCounter): ReadYaml {
  const at = (offset: number | undefined) => {
    if (offset === undefined) return { line: null, column: null }
    const { line, col } = lines.linePos(offset)
    return { line, column: col }
  }
  if (document.errors.length > 0)
    return {
      value: undefined,
      problems: document.errors.map((error) => ({ text: sentence(error.message), ...at(error.pos[0]) })),
    }
  try {
    const value: unknown = document.toJS({ maxAliasCount: MAX_ALIASES })
    const problemAt = (path: YamlPath, problem: string): YamlProblem => {
      for (let length = path.length; length >= 0; length -= 1) {
        const node = length === 0 ? document.contents : document.getIn(path.slice(0, length), true)
        const offset = rangeOf(node)
        if (offset !== undefined) return { text: problem, ...at(offset) }
      }
      return { text: problem, line: null, column: null }
    }
    return { value, problemAt, problems: [] }
  } catch (error) {
    const isBomb = error instanceof ReferenceError && error.message.includes('alias')
    return refused(isBomb ? 'Its aliases multiply into more than is read.' : 'It could not be read.')
  }
}

const sentence = (message: string) => `${message.split('\n')[0]?.replace(/[.:]?$/, '')}.`

function rangeOf(node: unknown): number | undefined {
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range))
    return undefined
  return typeof node.range[0] === 'number' ? node.range[0] : undefined
}
