import { expect, it } from 'vitest'
import { techniqueOf } from './techniques.ts'

it.each([
  ['T1648', 'Serverless execution', ['TA0002'], 'https://attack.mitre.org/techniques/T1648/'],
  ['T1562.008', 'Disable or modify cloud logs', ['TA0005'], 'https://attack.mitre.org/techniques/T1562/008/'],
  ['T1110.099', 'Brute force (T1110.099)', ['TA0006'], 'https://attack.mitre.org/techniques/T1110/099/'],
  ['T9999', 'T9999', [], 'https://attack.mitre.org/techniques/T9999/'],
])('%s is %s', (id, name, tactics, url) => {
  expect(techniqueOf(id)).toEqual({ id, name, tactics, url })
})
