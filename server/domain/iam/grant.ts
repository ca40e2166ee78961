import type { CompiledPolicy, CompiledStatement } from './compiled-policy.ts'
import { evaluateConditions } from './conditions.ts'
import { describeConditions, describeStatement, listed } from './describe-statement.ts'
import { isGuardrail } from './guardrail.ts'
import type { RequestContext } from './policy-variables.ts'
import type { PrincipalPolicies } from './principal-policies.ts'
import {
  coversWithin,
  fitsFormats,
  intersectSets,
  isEverything,
  overlapsSet,
  type ResourceFormats,
  type ResourceSet,
  resourceSets,
  resourceText,
} from './resource-set.ts'

/** A statement that may be in force for a principal. `certain` where its conditions hold whatever the request. */
export type Held = {
  policy: CompiledPolicy
  statement: CompiledStatement
  certain: boolean
  sets: ResourceSet[]
  /** On every resource. */
  everywhere: boolean
}

/** A principal's statements by what they do: each guard is a boundary or a level of SCPs, which must allow as well. */
export type HeldStatements = { allows: Held[]; denies: Held[]; guards: Held[][] }

/** What an action is allowed on. `partly` where something is taken away or conditional in each part of it, guardrails aside. */
export type Grant = { resources: string[]; conditions: string[]; partly: boolean; statements: Held[] }

export function heldStatements({ identity, boundary, scps, context }: PrincipalPolicies): HeldStatements {
  const levels = [
    ...(boundary.state === 'known' ? [[boundary.policy]] : []),
    ...(scps.state === 'known' ? scps.levels : []),
  ]
  return {
    allows: held(identity, 'Allow', context),
    denies: held([...identity, ...levels.flat()], 'Deny', context),
    guards: levels.map((level) => held(level, 'Allow', context)),
  }
}

function held(policies: CompiledPolicy[], effect: 'Allow' | 'Deny', context: RequestContext): Held[] {
  return policies.flatMap((policy) =>
    policy.statements.flatMap((statement) => {
      if (statement.effect !== effect) return []
      const holds = evaluateConditions(statement.conditions, context, statement.variables)
      if (holds === 'false') return []
      const sets = resourceSets(statement, context)
      return { policy, statement, certain: holds === 'true', sets, everywhere: sets.some(isEverything) }
    }),
  )
}

/** `limited`: some note is of more than a guardrail. */
type Part = { set: ResourceSet; notes: string[]; limited: boolean }

const label = ({ policy, statement }: Held) => describeStatement(policy, statement)
const conditionNotes = (one: Held) =>
  one.certain ? [] : [`${describeConditions(one.statement.conditions)} (${label(one)})`]

/**
 * What statements that all take in one action come to: its Allows, less what boundary and SCPs do not allow, less what is
 * denied. `none` where no Allow is about a resource that the action can have; `lost` where guards or Denies take all away.
 */
export function workOutGrant(
  { allows, denies, guards }: HeldStatements,
  formats: ResourceFormats | null,
): Grant | 'none' | 'lost' {
  const suits = (set: ResourceSet) => formats === null || fitsFormats(set, formats)
  const granting = allows.filter((one) => one.everywhere || one.sets.some(suits))
  if (granting.length === 0) return 'none'
  const used = new Set(granting)
  let parts = allowedParts(granting, suits)
  for (const guard of guards) parts = guardParts(parts, guard, formats, used)
  parts = lessDenied(parts, denies, formats, used)
  if (parts.length === 0) return 'lost'
  return {
    resources: [...new Set(parts.map(({ set }) => resourceText(set)))],
    conditions: [...new Set(parts.flatMap(({ notes }) => notes))],
    partly: parts.every(({ limited }) => limited),
    statements: [...used],
  }
}

/** An Allow of every resource without conditions makes all others needless. */
function allowedParts(granting: Held[], suits: (set: ResourceSet) => boolean): Part[] {
  const whole = granting.find((one) => one.certain && one.everywhere)
  if (whole)
    return whole.sets
      .filter(isEverything)
      .slice(0, 1)
      .map((set) => ({ set, notes: [], limited: false }))
  return granting.flatMap((one) =>
    one.sets.filter(suits).map((set) => ({ set, notes: conditionNotes(one), limited: !one.certain })),
  )
}

/** More pairs than this are not held against each other: what the statements do together is left as a condition. */
const MAX_PAIRS = 400
const MAX_NAMED = 8

/** Every part under one condition, which stands for all of the statements. */
function together(parts: Part[], statements: Held[], what: string, used: Set<Held>): Part[] {
  for (const one of statements) used.add(one)
  const named = statements.slice(0, MAX_NAMED).map(label).join(', ')
  const note = `${what} ${statements.length} statements (${named} and others)`
  return parts.map(({ set, notes }) => ({ set, notes: [...notes, note], limited: true }))
}

const isSweeping = ({ certain, everywhere }: Held) => certain && everywhere

function guardParts(parts: Part[], guard: Held[], formats: ResourceFormats | null, used: Set<Held>): Part[] {
  if (guard.some(isSweeping)) return parts
  if (parts.length * guard.length > MAX_PAIRS) return together(parts, guard, 'only within', used)
  return parts.flatMap((part) => guardPart(part, guard, formats, used))
}

function lessDenied(parts: Part[], denies: Held[], formats: ResourceFormats | null, used: Set<Held>): Part[] {
  if (denies.some(isSweeping)) return []
  if (parts.length * denies.length > MAX_PAIRS) return together(parts, denies, 'except', used)
  return denies.reduce((left, deny) => denyParts(left, deny, formats, used), parts)
}

function guardPart(part: Part, guard: Held[], formats: ResourceFormats | null, used: Set<Held>): Part[] {
  if (guard.some((one) => one.certain && one.sets.some((set) => coversWithin(set, part.set, formats)))) {
    return [part]
  }
  return guard.flatMap((one) =>
    one.sets.flatMap((set) => {
      if (formats && !fitsFormats(set, formats)) return []
      const shared = intersectSets(part.set, set)
      if (!shared) return []
      used.add(one)
      const only = shared.exact ? [] : [`only within ${resourceText(set)} (${label(one)})`]
      const limited = part.limited || !shared.exact || !one.certain
      return { set: shared.set, notes: [...part.notes, ...only, ...conditionNotes(one)], limited }
    }),
  )
}

function denyParts(parts: Part[], deny: Held, formats: ResourceFormats | null, used: Set<Held>): Part[] {
  const sets = formats ? deny.sets.filter((set) => fitsFormats(set, formats)) : deny.sets
  return parts.flatMap((part) => {
    if (deny.certain && sets.some((set) => coversWithin(set, part.set, formats))) return []
    const met = sets.filter((set) => overlapsSet(set, part.set))
    if (met.length === 0) return part
    used.add(deny)
    const limited = part.limited || !isGuardrail(deny.statement)
    return { ...part, notes: [...part.notes, exception(deny, met)], limited }
  })
}

function exception(deny: Held, met: ResourceSet[]): string {
  const where = met.some(isEverything) ? '' : ` ${listed(met.map(resourceText))}`
  const when = deny.certain ? '' : ` when ${describeConditions(deny.statement.conditions)}`
  return `except${where}${when} (${label(deny)})`
}
