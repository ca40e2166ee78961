import { compareLists, compareNumbers, type Order } from './order.ts'

const PEP440 =
  /^v?(?:(\d+)!)?(\d+(?:\.\d+)*)(?:[-_.]?(a|b|c|rc|alpha|beta|pre|preview)[-_.]?(\d*))?(?:-(\d+)|[-_.]?(post|rev|r)[-_.]?(\d*))?(?:[-_.]?(dev)[-_.]?(\d*))?(?:\+([a-z0-9]+(?:[-_.][a-z0-9]+)*))?$/

type Parsed = {
  epoch: string
  release: string[]
  pre: [number, string]
  post: string
  dev: string
  local: string[]
}

const PRE: Record<string, number> = { a: 1, alpha: 1, b: 2, beta: 2, c: 3, rc: 3, pre: 3, preview: 3 }
const NONE = ''

function parse(text: string): Parsed | undefined {
  const match = PEP440.exec(text.trim().toLowerCase())
  if (!match) return undefined
  const [
    ,
    epoch = '0',
    release = '0',
    pre,
    preNumber,
    implicitPost,
    post,
    postNumber,
    dev,
    devNumber,
    local,
  ] = match
  const isPost = implicitPost !== undefined || post !== undefined
  const isDev = dev !== undefined
  return {
    epoch,
    release: release.split('.'),
    pre: pre !== undefined ? [PRE[pre] ?? 3, preNumber || '0'] : [isDev && !isPost ? 0 : 4, '0'],
    post: isPost ? implicitPost || postNumber || '0' : NONE,
    dev: isDev ? devNumber || '0' : NONE,
    local: local?.split(/[-_.]/) ?? [],
  }
}

/** Order of Python versions. Source: PEP 440. Undefined where one of them is none. */
export function comparePython(a: string, b: string): Order {
  const left = parse(a)
  const right = parse(b)
  if (!left || !right) return undefined
  return (
    compareNumbers(left.epoch, right.epoch) ||
    compareLists(left.release, right.release, (one, two) => compareNumbers(one ?? '0', two ?? '0')) ||
    left.pre[0] - right.pre[0] ||
    compareNumbers(left.pre[1], right.pre[1]) ||
    compareOptional(left.post, right.post, -1) ||
    compareOptional(left.dev, right.dev, 1) ||
    compareLists(left.local, right.local, compareLocal)
  )
}

/** `without` is how the lack of it compares: no post release comes before any, no dev release after any. */
function compareOptional(a: string, b: string, without: number): number {
  if (a === NONE || b === NONE) return a === b ? 0 : a === NONE ? without : -without
  return compareNumbers(a, b)
}

function compareLocal(a: string | undefined, b: string | undefined): number {
  if (a === undefined || b === undefined) return a === undefined ? -1 : 1
  const isNumber = (text: string) => /^\d+$/.test(text)
  if (isNumber(a) && isNumber(b)) return compareNumbers(a, b)
  if (isNumber(a) !== isNumber(b)) return isNumber(a) ? 1 : -1
  return a < b ? -1 : a > b ? 1 : 0
}
