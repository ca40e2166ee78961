import type { Framework } from './define-framework.ts'

export const FRAMEWORKS: readonly Framework[] = []
