import { anyCase, type CharSet, isWordCode } from './regex-chars.ts'
import { type Anchor, parseRegex, RegexError, type RegexFlags, type RegexNode } from './regex-syntax.ts'

type Step =
  | { kind: 'set'; set: CharSet }
  | { kind: 'anchor'; anchor: Anchor }
  | { kind: 'split'; first: number; second: number }
  | { kind: 'jump'; to: number }
  | { kind: 'match' }

const MAX_STEPS = 1_000
const MAX_REMEMBERED_TEXT = 300
const MOST_REMEMBERED = 2_000
/** Longer texts are looked at as far as this. */
export const MAX_TEXT = 16_384

/**
 * Whether a text holds what a regular expression says. It runs all ways through the expression side by side, so that it takes
 * at most the expression's length times the text's, whatever both say: no expression of a rule can stop the watch.
 * @throws RegexError on what is not supported
 */
export function safeRegex(pattern: string, given: RegexFlags): (text: string) => boolean {
  const { node, flags } = parseRegex(pattern, given)
  const steps: Step[] = []
  compile(node, steps, flags)
  push(steps, { kind: 'match' })
  return remembering((text) => search(steps, text.length > MAX_TEXT ? text.slice(0, MAX_TEXT) : text))
}

/** Names, agents and ARNs come again and again: what was said of a short text lately is not worked out again. */
function remembering(test: (text: string) => boolean): (text: string) => boolean {
  const answers = new Map<string, boolean>()
  return (text) => {
    if (text.length > MAX_REMEMBERED_TEXT) return test(text)
    const known = answers.get(text)
    if (known !== undefined) return known
    if (answers.size >= MOST_REMEMBERED) answers.clear()
    const answer = test(text)
    answers.set(text, answer)
    return answer
  }
}

function push(steps: Step[], step: Step): number {
  if (steps.length >= MAX_STEPS)
    throw new RegexError('the expression is too large, with its repeats written out')
  return steps.push(step) - 1
}

function compile(node: RegexNode, steps: Step[], flags: RegexFlags): void {
  switch (node.kind) {
    case 'empty':
      return
    case 'set':
      push(steps, { kind: 'set', set: flags.ignoreCase ? anyCase(node.set) : node.set })
      return
    case 'anchor':
      push(steps, node)
      return
    case 'all':
      for (const part of node.parts) compile(part, steps, flags)
      return
    case 'any':
      compileAny(node.parts, steps, flags)
      return
    case 'repeat':
      compileRepeat(node, steps, flags)
  }
}

function compileAny(parts: readonly RegexNode[], steps: Step[], flags: RegexFlags): void {
  const ends: number[] = []
  parts.forEach((part, index) => {
    if (index === parts.length - 1) {
      compile(part, steps, flags)
      return
    }
    const split = push(steps, { kind: 'split', first: steps.length + 1, second: 0 })
    compile(part, steps, flags)
    ends.push(push(steps, { kind: 'jump', to: 0 }))
    steps[split] = { kind: 'split', first: split + 1, second: steps.length }
  })
  for (const end of ends) steps[end] = { kind: 'jump', to: steps.length }
}

function compileRepeat(
  { part, min, max }: Extract<RegexNode, { kind: 'repeat' }>,
  steps: Step[],
  flags: RegexFlags,
): void {
  for (let i = 0; i < min; i += 1) compile(part, steps, flags)
  if (max === Number.POSITIVE_INFINITY) {
    const split = push(steps, { kind: 'split', first: steps.length + 1, second: 0 })
    compile(part, steps, flags)
    push(steps, { kind: 'jump', to: split })
    steps[split] = { kind: 'split', first: split + 1, second: steps.length }
    return
  }
  const splits: number[] = []
  for (let i = min; i < max; i += 1) {
    splits.push(push(steps, { kind: 'split', first: steps.length + 1, second: 0 }))
    compile(part, steps, flags)
  }
  for (const split of splits) steps[split] = { kind: 'split', first: split + 1, second: steps.length }
}

function search(steps: readonly Step[], text: string): boolean {
  const seenAt = new Int32Array(steps.length).fill(-1)
  let here: number[] = []
  for (let at = 0; at <= text.length; at += 1) {
    const next: number[] = []
    if (reach(steps, 0, at, text, seenAt, here)) return true
    const code = text.charCodeAt(at)
    if (at === text.length) return false
    for (const index of here) {
      const step = steps[index]
      if (step?.kind === 'set' && step.set.holds(code) && reach(steps, index + 1, at + 1, text, seenAt, next))
        return true
    }
    here = next
  }
  return false
}

/** Adds what can be reached without reading a character; whether that is the end. */
function reach(
  steps: readonly Step[],
  start: number,
  at: number,
  text: string,
  seenAt: Int32Array,
  into: number[],
): boolean {
  const open = [start]
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (seenAt[index] === at) continue
    seenAt[index] = at
    const step = steps[index]
    if (step?.kind === 'match') return true
    if (step?.kind === 'set') into.push(index)
    else if (step?.kind === 'jump') open.push(step.to)
    else if (step?.kind === 'split') open.push(step.second, step.first)
    else if (step?.kind === 'anchor' && isAt(step.anchor, at, text)) open.push(index + 1)
  }
  return false
}

function isAt(anchor: Anchor, at: number, text: string): boolean {
  switch (anchor) {
    case 'text-start':
      return at === 0
    case 'text-end':
      return at === text.length || (at === text.length - 1 && text[at] === '\n')
    case 'start':
      return at === 0 || text[at - 1] === '\n'
    case 'end':
      return at === text.length || text[at] === '\n'
    case 'word':
      return isWordBoundary(at, text)
    case 'not-word':
      return !isWordBoundary(at, text)
  }
}

function isWordBoundary(at: number, text: string): boolean {
  return isWordCode(text.charCodeAt(at - 1)) !== isWordCode(text.charCodeAt(at))
}
