import { type CallEdge, callGraph } from './call-graph.ts'
import type { FunctionCall } from './reach.ts'

/** Functions that call one another, first to last; a cycle ends with the function that it came back to. */
export type CallChain = { arns: string[]; names: string[]; cycle: boolean; synchronous: boolean | null }

const MOST_CHAINS = 50
const LONGEST = 12
const MOST_STEPS = 5_000

/** A way from the function on: its nodes without the function itself. */
type Way = { edges: CallEdge[]; cycle: boolean }

/** Ways from a node to where they end, come back to themselves or get too long. Bounded in steps, so that no graph hangs it. */
function waysFrom(start: string, next: (arn: string) => CallEdge[], most: number): Way[] {
  const ways: Way[] = []
  let steps = 0
  const walk = (arn: string, edges: CallEdge[], visited: ReadonlySet<string>) => {
    if (ways.length >= most || steps > MOST_STEPS) return
    const onward = edges.length < LONGEST - 1 ? next(arn) : []
    if (onward.length === 0) {
      ways.push({ edges, cycle: false })
      return
    }
    for (const edge of onward) {
      steps += 1
      if (ways.length >= most || steps > MOST_STEPS) return
      if (visited.has(edge.to)) ways.push({ edges: [...edges, edge], cycle: true })
      else walk(edge.to, [...edges, edge], new Set([...visited, edge.to]))
    }
  }
  walk(start, [], new Set([start]))
  return ways
}

function synchronousOf(edges: CallEdge[]): boolean | null {
  if (edges.some((edge) => edge.synchronous === false)) return false
  return edges.every((edge) => edge.synchronous === true) ? true : null
}

/** Lists nodes and edges of a way back from the function in the order in which they call. */
function turned(arn: string, { edges }: Way): { arns: string[]; edges: CallEdge[] } {
  const arns = [arn, ...edges.map((edge) => edge.to)].reverse()
  return { arns, edges: edges.toReversed() }
}

const isThrough = (way: Way, arn: string) => way.cycle && way.edges.at(-1)?.to === arn

/**
 * Chains of calls through one function, cycles first, then those that wait for each other: at most 50, each of at most
 * 12 functions. Permissions that cover many functions are one node that ends a chain.
 */
export function callChains(
  arn: string,
  calls: readonly FunctionCall[],
  functions: readonly { arn: string; name: string }[],
): CallChain[] {
  const graph = callGraph(calls, functions)
  const chain = (arns: string[], edges: CallEdge[], cycle: boolean): CallChain => ({
    arns,
    names: arns.map(graph.nameOf),
    cycle,
    synchronous: synchronousOf(edges),
  })
  const after = waysFrom(arn, graph.out, MOST_CHAINS)
  const before = waysFrom(arn, graph.in, MOST_CHAINS)
    .filter((way) => !isThrough(way, arn))
    .map((way) => (way.cycle ? { edges: way.edges.slice(0, -1), cycle: false } : way))
  const found = new Map<string, CallChain>()
  const add = (one: CallChain) => {
    if (one.arns.length > 1) found.set(one.arns.join(' '), one)
  }
  for (const way of after.filter((one) => isThrough(one, arn))) {
    add(chain([arn, ...way.edges.map((edge) => edge.to)], way.edges, true))
  }
  for (const way of after.filter((one) => !isThrough(one, arn))) {
    for (const back of before.length > 0 ? before : [{ edges: [], cycle: false }]) {
      if (found.size >= MOST_CHAINS) break
      const start = turned(arn, back)
      const arns = [...start.arns, ...way.edges.map((edge) => edge.to)]
      const own = way.cycle ? arns.slice(0, -1) : arns
      if (new Set(own).size < own.length || own.length > LONGEST) continue
      add(chain(arns, [...start.edges, ...way.edges], way.cycle))
    }
  }
  if (found.size === 0) {
    for (const back of before) {
      const { arns, edges } = turned(arn, back)
      add(chain(arns, edges, false))
    }
  }
  const rank = (one: CallChain) => (one.cycle ? 0 : one.synchronous === true ? 1 : 2)
  return [...found.values()].sort((a, b) => rank(a) - rank(b)).slice(0, MOST_CHAINS)
}
