import { isObject } from '#server/domain/json.ts'
import { fieldTest, readValues, wordTest } from './field-test.ts'
import { wordsOf } from './field-values.ts'
import { readModifiers } from './modifiers.ts'
import { ANYWHERE } from './scope.ts'
import { SigmaError } from './sigma-error.ts'
import { allOf, anyOf, type SigmaTest } from './sigma-test.ts'

/** What a search identifier stands for: a map of fields, a list of maps, or words. @throws SigmaError */
export function selectionTest(given: unknown): SigmaTest {
  if (isObject(given)) return mapTest(given)
  if (!Array.isArray(given)) return wordsTest('', [given])
  const items = given as unknown[]
  if (items.length === 0) throw new SigmaError('it is an empty list')
  if (items.some(isObject))
    return anyOf(
      items.map((item, i) =>
        at(i, () => {
          if (!isObject(item)) throw new SigmaError('a list has maps or words, not both')
          return mapTest(item)
        }),
      ),
    )
  return wordsTest('', items)
}

function mapTest(map: Record<string, unknown>): SigmaTest {
  const entries = Object.entries(map)
  if (entries.length === 0) throw new SigmaError('it is an empty map')
  return allOf(
    entries.map(([key, value]) =>
      at(key, () => {
        if (isObject(value))
          throw new SigmaError(`${key}: a field has values, not fields; write it with a dot`)
        const isWords = readModifiers(key).field === ''
        return isWords ? wordsTest(key, Array.isArray(value) ? value : [value]) : fieldTest(key, value)
      }),
    ),
  )
}

/** One of the words, or all of them with `|all`, anywhere in the record. */
function wordsTest(key: string, words: readonly unknown[]): SigmaTest {
  const modifiers = readModifiers(key)
  const tests = readValues(key === '' ? 'keywords' : key, words, modifiers).map((word) => wordTest(key, word))
  return {
    scope: ANYWHERE,
    holds: ({ raw }) => {
      if (!modifiers.all) {
        for (const word of wordsOf(raw)) if (tests.some((test) => test(word))) return true
        return false
      }
      const open = new Set(tests)
      for (const word of wordsOf(raw)) for (const test of open) if (test(word)) open.delete(test)
      return open.size === 0
    },
  }
}

/** Says of an error where in the document it is. */
export function at<T>(key: PropertyKey, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw error instanceof SigmaError ? error.within([key]) : error
  }
}
