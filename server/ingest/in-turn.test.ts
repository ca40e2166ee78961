import { expect, it } from 'vitest'
import { openStore } from '#server/store/store.ts'
import { inTurn } from './in-turn.ts'

const store = openStore('postgresql://nobody@127.0.0.1:1/none')

it('runs work on one account one after the other, whatever fails, and on others beside it', async () => {
  const said: string[] = []
  const held = Promise.withResolvers<void>()
  const first = inTurn(store, ['a'], async () => {
    said.push('first begins')
    await held.promise
    said.push('first ends')
    throw new Error('broken')
  })
  const second = inTurn(store, ['b', 'a'], async () => said.push('second'))
  const third = inTurn(store, ['b', 'c'], async () => said.push('third'))
  await inTurn(store, ['d'], async () => said.push('other'))
  held.resolve()
  await expect(first).rejects.toThrow('broken')
  await Promise.all([second, third])
  expect(said).toEqual(['first begins', 'other', 'first ends', 'second', 'third'])
  expect(await inTurn(store, ['a'], async () => 'again')).toBe('again')
})
