/// Reports how much of a run is done; called from one task at a time.
public typealias ProgressHandler = @Sendable (_ done: Int, _ total: Int) -> Void

/// `transform` of every item, on at most `jobs` tasks.
///
/// The order of the results, and so everything computed from them, is that of the items. Neighboring
/// items go to one task together, so that short work is not all scheduling.
package func concurrentMap<Item: Sendable, Output: Sendable>(
  _ items: [Item], jobs: Int, progress: ProgressHandler? = nil,
  _ transform: @escaping @Sendable (Item) async -> Output
) async -> [Output] {
  var results = [Output?](repeating: nil, count: items.count)
  let size = max(1, min(32, items.count / (max(1, jobs) * 4)))
  let chunks = stride(from: 0, to: items.count, by: size).map {
    $0 ..< min($0 + size, items.count)
  }
  await withTaskGroup(of: (Range<Int>, [Output]).self) { group in
    var waiting = chunks.makeIterator()
    func startNext() {
      guard let chunk = waiting.next() else { return }
      group.addTask {
        var outputs: [Output] = []
        for item in items[chunk] { outputs.append(await transform(item)) }
        return (chunk, outputs)
      }
    }
    for _ in 0 ..< max(1, jobs) { startNext() }
    var done = 0
    for await (chunk, outputs) in group {
      for (index, output) in zip(chunk, outputs) { results[index] = output }
      done += chunk.count
      progress?(done, items.count)
      startNext()
    }
  }
  return results.compactMap { $0 }
}
