import fc from 'fast-check'
import { expect, it } from 'vitest'
import { unknownXmlMembers } from './unknown-xml-members.ts'

const SHAPE = { Arn: true, Tags: true, Bare: true } as const

it('names members that are not known, by item', () => {
  const xml = `<?xml version="1.0"?><R xmlns="x"><Roles>
    <member><Arn>a</Arn><Tags><member><Key>k</Key></member></Tags><Bare/></member>
    <member><Quantum>1</Quantum><Arn>b</Arn><Empty/><Deep><Arn>no</Arn></Deep></member>
  </Roles><Others><member><Arn>c</Arn><Else>1</Else></member></Others></R>`
  expect(unknownXmlMembers(xml, 'Roles', 'Arn', SHAPE)).toEqual(
    new Map([['b', ['Deep', 'Empty', 'Quantum']]]),
  )
})

it('takes any text', () => {
  const piece = fc.constantFrom(
    '<Roles>',
    '</Roles>',
    '<member>',
    '</member>',
    '<Arn>',
    '</Arn>',
    '<X/>',
    'x',
    '<',
    '>',
  )
  fc.assert(
    fc.property(fc.array(piece), (pieces) => {
      expect(unknownXmlMembers(pieces.join(''), 'Roles', 'Arn', SHAPE)).toBeInstanceOf(Map)
    }),
  )
})
