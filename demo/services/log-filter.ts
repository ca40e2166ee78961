import { AwsError } from '#demo/protocol/aws-error.ts'

type Match = (message: string) => boolean

const invalid = () => new AwsError('InvalidParameterException', 400, 'Invalid filter pattern')

const TOKEN = /\s*(\(|\)|&&|\|\||!=|=|\$(?:\.\w+)+|"(?:[^"\\]|\\.)*"|[\w.*-]+)/y

/** `{ $.level = "ERROR" && $.a.b != "x" }`: equality with `*` at the ends, and, or, parentheses. */
function jsonMatch(body: string): Match {
  const tokens: string[] = []
  TOKEN.lastIndex = 0
  while (body.slice(TOKEN.lastIndex).trim() !== '') {
    const match = TOKEN.exec(body)
    if (!match?.[1]) throw invalid()
    tokens.push(match[1])
  }
  let at = 0
  type Node = (value: unknown) => boolean
  const any = (): Node => {
    let left = all()
    while (tokens[at] === '||') {
      at++
      const [a, b] = [left, all()]
      left = (value) => a(value) || b(value)
    }
    return left
  }
  const all = (): Node => {
    let left = one()
    while (tokens[at] === '&&') {
      at++
      const [a, b] = [left, one()]
      left = (value) => a(value) && b(value)
    }
    return left
  }
  const one = (): Node => {
    if (tokens[at] === '(') {
      at++
      const inner = any()
      if (tokens[at++] !== ')') throw invalid()
      return inner
    }
    const [path, sign, written] = [tokens[at++], tokens[at++], tokens[at++]]
    if (!path?.startsWith('$.') || (sign !== '=' && sign !== '!=') || written === undefined) throw invalid()
    const wanted = written.replace(/^"|"$/g, '')
    return (value) => {
      const found = path
        .slice(2)
        .split('.')
        .reduce<unknown>((from, key) => (from as Record<string, unknown> | undefined | null)?.[key], value)
      if (found === undefined || found === null) return false
      const isEqual = wanted === '*' || String(found) === wanted
      return sign === '=' ? isEqual : !isEqual
    }
  }
  const node = any()
  if (at < tokens.length) throw invalid()
  return (message) => {
    try {
      return node(JSON.parse(message))
    } catch {
      return false
    }
  }
}

/** A filter pattern as CloudWatch Logs reads it: terms that must all be there, `?term` of which one must, or JSON fields. */
export function matchOf(pattern: string): Match {
  const text = pattern.trim()
  if (text === '') return () => true
  if (text.startsWith('{')) {
    if (!text.endsWith('}')) throw invalid()
    return jsonMatch(text.slice(1, -1))
  }
  const terms = [...text.matchAll(/([?-]?)(?:"((?:[^"\\]|\\.)*)"|([^\s"]+))/g)].map(
    ([, sign, quoted, bare]) => ({
      sign,
      term: quoted ?? bare ?? '',
    }),
  )
  const oneOf = terms.filter(({ sign }) => sign === '?').map(({ term }) => term)
  const all = terms.filter(({ sign }) => sign === '').map(({ term }) => term)
  const none = terms.filter(({ sign }) => sign === '-').map(({ term }) => term)
  return (message) =>
    all.every((term) => message.includes(term)) &&
    (oneOf.length === 0 || oneOf.some((term) => message.includes(term))) &&
    !none.some((term) => message.includes(term))
}
