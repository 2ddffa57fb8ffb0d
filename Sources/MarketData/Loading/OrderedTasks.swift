/// The results of independent pieces of work, in the order of the items, at most `jobs` of them under way at once.
func orderedTasks<Item: Sendable, Value: Sendable>(
  _ items: [Item], jobs: Int, _ work: @escaping @Sendable (Item) async -> Value
) async -> [Value] {
  if jobs <= 1 || items.count <= 1 {
    var values: [Value] = []
    for item in items { values.append(await work(item)) }
    return values
  }
  return await withTaskGroup(of: (Int, Value).self) { group in
    var values = [Value?](repeating: nil, count: items.count)
    for (index, item) in items.enumerated() {
      if index >= jobs, let (done, value) = await group.next() { values[done] = value }
      group.addTask { (index, await work(item)) }
    }
    for await (done, value) in group { values[done] = value }
    return values.compactMap(\.self)
  }
}
