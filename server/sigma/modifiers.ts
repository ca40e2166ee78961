import { SigmaError } from './sigma-error.ts'

const COMPARISONS = ['lt', 'lte', 'gt', 'gte'] as const
const ENCODINGS = ['base64', 'base64offset', 'utf16le', 'utf16be', 'utf16', 'wide'] as const
const TIMES = ['minute', 'hour', 'day', 'week', 'month', 'year'] as const
const PLACES = ['contains', 'startswith', 'endswith'] as const
const FLAGS = { i: 'ignoreCase', m: 'multiline', s: 'dotAll' } as const
const OTHERS = ['all', 'cased', 'cidr', 'exists', 'expand', 'fieldref', 'neq', 're', 'windash'] as const

export type Comparison = (typeof COMPARISONS)[number]
export type Encoding = (typeof ENCODINGS)[number]
export type TimePart = (typeof TIMES)[number]

/** What stands after a field's name, put in order. */
export type Modifiers = {
  field: string
  all: boolean
  not: boolean
  cased: boolean
  windash: boolean
  place: (typeof PLACES)[number] | null
  comparison: Comparison | null
  time: TimePart | null
  encodings: Encoding[]
  regex: { ignoreCase: boolean; multiline: boolean; dotAll: boolean } | null
  type: 'text' | 'regex' | 'cidr' | 'exists' | 'fieldref' | 'number'
}

function isOf<T extends string>(list: readonly T[], text: string): text is T {
  return (list as readonly string[]).includes(text)
}

/** Reads `field|modifier|modifier`. @throws SigmaError on what is unknown, not supported, or at odds */
export function readModifiers(key: string): Modifiers {
  const [field = '', ...names] = key.split('|')
  const read: Modifiers = {
    field: field.trim(),
    all: false,
    not: false,
    cased: false,
    windash: false,
    place: null,
    comparison: null,
    time: null,
    encodings: [],
    regex: null,
    type: 'text',
  }
  for (const name of names) apply(read, name.trim(), key)
  check(read, key)
  return read
}

function apply(read: Modifiers, name: string, key: string): void {
  const only = <T>(held: T | null, next: T): T => {
    if (held !== null)
      throw new SigmaError(`${key}: ${String(held)} and ${String(next)} cannot both be meant`)
    return next
  }
  const typed = (type: Modifiers['type']) => {
    if (read.type !== 'text') throw new SigmaError(`${key}: ${read.type} and ${type} cannot both be meant`)
    read.type = type
  }
  if (isOf(PLACES, name)) read.place = only(read.place, name)
  else if (isOf(ENCODINGS, name)) read.encodings.push(name)
  else if (isOf(TIMES, name)) read.time = only(read.time, name)
  else if (isOf(COMPARISONS, name)) {
    read.comparison = only(read.comparison, name)
    typed('number')
  } else if (Object.hasOwn(FLAGS, name)) {
    const flag = FLAGS[name as keyof typeof FLAGS]
    if (!read.regex) throw new SigmaError(`${key}: ${name} belongs after re`)
    read.regex[flag] = true
  } else if (isOf(OTHERS, name)) applyOther(read, name, typed)
  else throw new SigmaError(`${key}: there is no modifier ${name}`)
}

function applyOther(
  read: Modifiers,
  name: (typeof OTHERS)[number],
  typed: (type: Modifiers['type']) => void,
): void {
  switch (name) {
    case 'all':
      read.all = true
      return
    case 'neq':
      read.not = true
      return
    case 'cased':
      read.cased = true
      return
    case 'windash':
      read.windash = true
      return
    case 're':
      typed('regex')
      read.regex = { ignoreCase: false, multiline: false, dotAll: false }
      return
    case 'cidr':
    case 'exists':
    case 'fieldref':
      typed(name)
      return
    case 'expand':
      throw new SigmaError(
        'expand is not supported: a placeholder stands for names that only your own tools know; write the names themselves',
      )
  }
}

function check(read: Modifiers, key: string): void {
  const refuse = (why: string) => {
    throw new SigmaError(`${key}: ${why}`)
  }
  if (read.type !== 'text' && read.type !== 'fieldref' && read.place)
    refuse(`${read.place} is for texts, not with ${read.type === 'regex' ? 're' : read.type}`)
  if (read.type !== 'text' && (read.encodings.length > 0 || read.windash))
    refuse('encodings and windash are for texts')
  if (read.encodings.length > 0 && read.windash) refuse('windash and an encoding cannot be used together')
  if (read.time && read.type !== 'number' && read.type !== 'text') refuse(`${read.time} gives a number`)
  if (read.time && read.place) refuse(`${read.time} gives a number, which has no ${read.place}`)
  if (read.not && read.all) refuse('neq and all cannot be used together')
  if (read.field === '' && (read.type !== 'text' || read.not || read.time))
    refuse('without a field there are words only')
}
