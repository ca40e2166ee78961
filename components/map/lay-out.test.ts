import { expect, test } from 'vitest'
import type { MapEdge, MapNode } from '#server/services/map/schema.ts'
import { layOut, NODE_HEIGHT_PX } from './lay-out.ts'

const node = (id: string, column: MapNode['column']): MapNode => ({
  id,
  column,
  kind: 'x',
  label: id,
  sublabel: '',
  count: 1,
  href: null,
  expand: null,
  reach: null,
  risk: null,
  gone: false,
})
const edge = (from: string, to: string): MapEdge => ({ from, to, label: '', count: 1, live: true })

test('columns go from left to right and nothing covers anything', () => {
  const nodes = [
    node('who', 'audience'),
    ...Array.from({ length: 30 }, (_, i) => node(`f${i}`, 'function')),
    node('role', 'role'),
  ]
  const places = layOut({ nodes, edges: nodes.map((one) => edge(one.id, 'role')) })
  const at = (id: string) => places.get(id) ?? { x: Number.NaN, y: Number.NaN }
  expect(at('who').x).toBeLessThan(at('f0').x)
  expect(at('f0').x).toBeLessThan(at('role').x)
  const rows = nodes.filter((one) => one.column === 'function').map((one) => at(one.id).y)
  expect(new Set(rows).size).toBe(30)
  const sorted = rows.sort((a, b) => a - b)
  for (let i = 1; i < sorted.length; i++)
    expect((sorted[i] ?? 0) - (sorted[i - 1] ?? 0)).toBeGreaterThan(NODE_HEIGHT_PX)
})

test('what belongs together stands on one height', () => {
  const nodes = [node('a', 'function'), node('b', 'function'), node('rb', 'role'), node('ra', 'role')]
  const places = layOut({ nodes, edges: [edge('a', 'ra'), edge('b', 'rb')] })
  expect(places.get('a')?.y).toBe(places.get('ra')?.y)
  expect(places.get('b')?.y).toBe(places.get('rb')?.y)
})

test('a cycle of functions is laid out like anything else', () => {
  const nodes = [node('a', 'function'), node('b', 'function')]
  expect(layOut({ nodes, edges: [edge('a', 'b'), edge('b', 'a')] }).size).toBe(2)
})

test('audiences stand from the widest, whatever they are joined to', () => {
  const of = (reach: MapNode['reach']) => ({ ...node(`a:${reach}`, 'audience'), kind: 'audience', reach })
  const nodes = [of('nobody'), of('internet'), of('account'), node('f', 'function'), node('g', 'function')]
  const places = layOut({ nodes, edges: [edge('a:nobody', 'f'), edge('a:internet', 'g')] })
  const height = (id: string) => places.get(id)?.y ?? Number.NaN
  expect(height('a:internet')).toBeLessThan(height('a:account'))
  expect(height('a:account')).toBeLessThan(height('a:nobody'))
})
