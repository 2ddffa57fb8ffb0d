/// Reports the progress of a run; called by one task at a time.
public typealias ProgressHandler = @Sendable (_ done: Int, _ total: Int) -> Void

/// The transformed items, computed by at most `jobs` tasks.
///
/// Results are in the order of the items, so everything computed from them is deterministic.
/// Neighboring items are grouped into one task to keep the scheduling overhead of short work low.
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
