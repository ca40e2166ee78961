import { matchesPattern } from '#server/domain/iam/matches-pattern.ts'
import type { FunctionCall } from './reach.ts'

export type CallEdge = { to: string; synchronous: boolean | null }
type NamedFunction = { arn: string; name: string }

/** A permission that covers more functions than this says nothing of one of them: it stays one node. */
const BROAD = 25
const WILD = /[*?]/

export type CallGraph = {
  out: (arn: string) => CallEdge[]
  in: (arn: string) => CallEdge[]
  nameOf: (arn: string) => string
}

function put(edges: Map<string, CallEdge>, to: string, synchronous: boolean | null): void {
  const before = edges.get(to)
  edges.set(to, { to, synchronous: before?.synchronous ?? synchronous })
}

/** Calls as a graph that is looked into node by node: nothing is worked out for functions that nobody asks for. */
export function callGraph(calls: readonly FunctionCall[], functions: readonly NamedFunction[]): CallGraph {
  const names = new Map(functions.map(({ arn, name }) => [arn, name]))
  const from = Map.groupBy(calls, (call) => call.fromArn)
  const to = Map.groupBy(calls, (call) => call.toArn)
  const patterns = [...to.keys()].filter((text) => WILD.test(text))
  const matched = new Map<string, string[] | 'broad'>()
  const matchesOf = (pattern: string) => {
    const known = matched.get(pattern)
    if (known) return known
    const found: string[] = []
    for (const { arn } of functions) {
      if (!matchesPattern(pattern, arn)) continue
      found.push(arn)
      if (found.length > BROAD) break
    }
    const result = found.length > BROAD ? 'broad' : found
    matched.set(pattern, result)
    return result
  }
  return {
    nameOf: (arn) =>
      names.get(arn) ?? (arn === '*' ? 'any function' : arn.split(':').slice(6).join(':') || arn),
    out: (arn) => {
      const edges = new Map<string, CallEdge>()
      for (const { toArn, synchronous } of from.get(arn) ?? []) {
        const targets = WILD.test(toArn) ? matchesOf(toArn) : [toArn]
        for (const target of targets === 'broad' ? [toArn] : targets) put(edges, target, synchronous)
      }
      return [...edges.values()]
    },
    in: (arn) => {
      const edges = new Map<string, CallEdge>()
      for (const { fromArn, synchronous } of to.get(arn) ?? []) put(edges, fromArn, synchronous)
      for (const pattern of patterns) {
        if (!matchesPattern(pattern, arn) || matchesOf(pattern) === 'broad') continue
        for (const { fromArn, synchronous } of to.get(pattern) ?? []) put(edges, fromArn, synchronous)
      }
      return [...edges.values()]
    },
  }
}
