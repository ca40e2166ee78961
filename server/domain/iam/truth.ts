/** Three-valued logic: `unknown` is neither held nor refuted by what was seen. */
export type Truth = 'true' | 'false' | 'unknown'

export const truth = (value: boolean): Truth => (value ? 'true' : 'false')

export function not(value: Truth): Truth {
  if (value === 'unknown') return 'unknown'
  return value === 'true' ? 'false' : 'true'
}

/** False as soon as one is false; true of none. */
export function every<T>(items: Iterable<T>, test: (item: T) => Truth): Truth {
  let result: Truth = 'true'
  for (const item of items) {
    const one = test(item)
    if (one === 'false') return 'false'
    if (one === 'unknown') result = 'unknown'
  }
  return result
}

/** True as soon as one is true; false of none. */
export function some<T>(items: Iterable<T>, test: (item: T) => Truth): Truth {
  let result: Truth = 'false'
  for (const item of items) {
    const one = test(item)
    if (one === 'true') return 'true'
    if (one === 'unknown') result = 'unknown'
  }
  return result
}
