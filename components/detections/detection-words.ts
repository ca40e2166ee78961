import type { DetectionRow } from '#server/services/detections/schema.ts'

export const GROUP_WORDS: Record<DetectionRow['group'], string> = {
  functions: 'Functions and layers',
  'front-doors': 'Front doors',
  identity: 'Identity',
  sessions: 'Sessions and credentials',
  defenses: 'Defenses',
  data: 'Data',
  canaries: 'Canaries',
  sigma: 'Sigma rules',
}

export const KIND_WORDS: Record<DetectionRow['kind'], string> = {
  single: 'one record',
  threshold: 'many in a time',
  sequence: 'one after another',
  'first-seen': 'never seen before',
  rate: 'more than usual',
}

export const STATE_WORDS: Record<DetectionRow['state'], string> = {
  on: 'on',
  learning: 'learning',
  blind: 'sees nothing',
  off: 'off',
}

export const SAW_WORDS = { alerts: 'alerts', hits: 'hits, no alert', nothing: 'nothing' }

export const OUTCOME_WORDS = {
  alert: 'became an alert',
  allowed: 'allowed',
  neither: 'kept, nobody told',
}

export const SEVERITY_WORDS = {
  critical: 'critical',
  high: 'high',
  medium: 'medium',
  low: 'low',
  info: 'info',
}

export const detectionHref = (id: string) => `/detections/${encodeURIComponent(id)}`
