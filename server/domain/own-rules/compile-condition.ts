import { type CelInput, type CelResult, celEnv, parse, plan } from '@bufbuild/cel'
import { strings } from '@bufbuild/cel/ext'
import { isObject } from '#server/domain/json.ts'
import { type RuleProblem, VARIABLES, type Variable } from './rule.ts'

export type CompiledCondition = {
  run: (bindings: Partial<Record<Variable, CelInput>>) => CelResult
  /** Which variables it reads. */
  variables: ReadonlySet<Variable>
  /** Which members of `resource`; null where it may be any. */
  members: ReadonlySet<string> | null
}

const ENVIRONMENT = celEnv({ funcs: strings })

/** Makes a condition of its text, or says where the text goes wrong; lines and columns begin at 1. */
export function compileCondition(text: string): CompiledCondition | { problem: RuleProblem } {
  try {
    const parsed = parse(text)
    const read = namesIn(parsed.expr)
    const foreign = [...read.free].find((name) => !isVariable(name))
    if (foreign !== undefined) {
      const place = placeOf(text, text.search(new RegExp(`\\b${foreign}\\b`)))
      return {
        problem: { text: `there is no ${foreign}: a condition reads ${VARIABLES.join(', ')}`, ...place },
      }
    }
    const run = plan(ENVIRONMENT, parsed)
    return {
      run: (bindings) => run(bindings as never),
      variables: new Set([...read.free].filter(isVariable)),
      members: read.members,
    }
  } catch (error) {
    return { problem: problemOf(error) }
  }
}

const isVariable = (name: string): name is Variable => (VARIABLES as readonly string[]).includes(name)

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, Math.max(0, offset)).split('\n')
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

function problemOf(error: unknown): RuleProblem {
  if (error instanceof RangeError) return { text: 'it is nested too deeply', line: null, column: null }
  const message = error instanceof Error ? error.message : String(error)
  const start = isObject(error) && isObject(error.location) ? error.location.start : undefined
  const at = isObject(start) && typeof start.line === 'number' && typeof start.column === 'number'
  return {
    text: message.replace(/^<input>:\d+:\d+: /, ''),
    line: at ? Number(start.line) : null,
    column: at ? Number(start.column) : null,
  }
}

type Names = { free: Set<string>; members: Set<string> | null }

/** Names of CEL's own types, which an expression may name as values. */
const TYPES = new Set([
  'bool',
  'int',
  'uint',
  'double',
  'string',
  'bytes',
  'list',
  'map',
  'null_type',
  'type',
])

/** Walks the parsed expression: every expression is `{ exprKind: { case, value } }`. */
function namesIn(expression: unknown): Names {
  const found: Names = { free: new Set(), members: new Set() }
  const visit = (node: unknown, bound: ReadonlySet<string>): void => {
    if (Array.isArray(node)) {
      for (const item of node) visit(item, bound)
      return
    }
    if (!isObject(node)) return
    const kind = isObject(node.exprKind) ? node.exprKind : undefined
    if (!kind || !isObject(kind.value)) {
      for (const value of Object.values(node)) if (typeof value === 'object') visit(value, bound)
      return
    }
    const { value } = kind
    if (kind.case === 'identExpr') note(String(value.name), bound, undefined)
    else if (kind.case === 'selectExpr') {
      const operand = identOf(value.operand)
      if (operand === undefined) visit(value.operand, bound)
      else note(operand, bound, String(value.field))
    } else if (kind.case === 'comprehensionExpr') {
      visit(value.iterRange, bound)
      const inner = new Set([...bound, String(value.iterVar), String(value.iterVar2), String(value.accuVar)])
      for (const part of ['accuInit', 'loopCondition', 'loopStep', 'result']) visit(value[part], inner)
    } else visit(value, bound)
  }
  const note = (name: string, bound: ReadonlySet<string>, member: string | undefined) => {
    if (bound.has(name) || TYPES.has(name)) return
    found.free.add(name)
    if (name !== 'resource') return
    if (member === undefined) found.members = null
    else found.members?.add(member)
  }
  visit(expression, new Set())
  return found
}

function identOf(node: unknown): string | undefined {
  const kind = isObject(node) && isObject(node.exprKind) ? node.exprKind : undefined
  return kind?.case === 'identExpr' && isObject(kind.value) ? String(kind.value.name) : undefined
}
