// SPDX-License-Identifier: Apache-2.0

/// The content of an object as runs of bytes out of its base and out of the changes to it.
///
/// Changes to changes are put together without making what lies between them, so that the memory
/// needed is that of the runs, however many changes there are.
struct PatchedContent {
  /// Bytes that stand together somewhere.
  struct Run {
    /// Whether it is in the base rather than in ``PatchedContent/added``.
    let isOfBase: Bool
    let range: Range<Int>
  }

  /// Changes that cannot be made, or too many.
  struct Defect: Error {}

  private static let runLimit = 1 << 18

  /// In their order.
  private(set) var runs: [Run] = []
  /// What changes brought.
  private(set) var added: [UInt8] = []
  /// Where each run ends in the content.
  private var ends: [Int] = []

  /// Bytes of the content.
  var count: Int { ends.last ?? 0 }

  /// A base of so many bytes as it is.
  init(base count: Int) { append(Run(isOfBase: true, range: 0..<count)) }

  /// Makes the changes of a delta, gitformat-pack(5), which starts with the sizes before and after.
  mutating func apply(_ delta: [UInt8]) throws(Defect) {
    var reader = DeltaReader(delta)
    guard try reader.size() == count else { throw Defect() }
    let size = try reader.size()
    let before = self
    (runs, ends) = ([], [])
    while let step = try reader.next() {
      switch step {
      case .copy(let range): try append(range, of: before)
      case .add(let bytes):
        append(Run(isOfBase: false, range: added.count..<(added.count + bytes.count)))
        added += bytes
      }
      guard count <= size, runs.count <= Self.runLimit else { throw Defect() }
    }
    guard count == size else { throw Defect() }
  }

  private mutating func append(_ range: Range<Int>, of before: PatchedContent) throws(Defect) {
    guard range.upperBound <= before.count else { throw Defect() }
    var position = range.lowerBound
    var index = before.run(at: position)
    while position < range.upperBound {
      let run = before.runs[index]
      let end = min(before.ends[index], range.upperBound)
      let skipped = run.range.count - (before.ends[index] - position)
      let start = run.range.lowerBound + skipped
      append(Run(isOfBase: run.isOfBase, range: start..<(start + end - position)))
      position = end
      index += 1
    }
  }

  /// Joins it to the run before, where it goes on from there.
  private mutating func append(_ run: Run) {
    guard !run.range.isEmpty else { return }
    let end = count + run.range.count
    guard let last = runs.last, last.isOfBase == run.isOfBase,
      last.range.upperBound == run.range.lowerBound
    else {
      runs.append(run)
      ends.append(end)
      return
    }
    runs[runs.count - 1] = Run(
      isOfBase: run.isOfBase, range: last.range.lowerBound..<run.range.upperBound)
    ends[ends.count - 1] = end
  }

  /// The run that a byte is in, by bisection.
  private func run(at position: Int) -> Int {
    var (low, high) = (0, runs.count)
    while low < high {
      let middle = low + (high - low) / 2
      if ends[middle] <= position { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

/// Reads the steps of a delta.
private struct DeltaReader {
  enum Step {
    case copy(Range<Int>)
    case add(ArraySlice<UInt8>)
  }

  private var rest: ArraySlice<UInt8>

  init(_ delta: [UInt8]) { rest = delta[...] }

  private mutating func byte() throws(PatchedContent.Defect) -> Int {
    guard let byte = rest.popFirst() else { throw PatchedContent.Defect() }
    return Int(byte)
  }

  /// The lowest seven bits first.
  mutating func size() throws(PatchedContent.Defect) -> Int {
    var size = 0
    for shift in stride(from: 0, to: 56, by: 7) {
      let byte = try byte()
      size |= (byte & 0x7f) << shift
      if byte & 0x80 == 0 { return size }
    }
    throw PatchedContent.Defect()
  }

  mutating func next() throws(PatchedContent.Defect) -> Step? {
    guard let first = rest.popFirst() else { return nil }
    guard first & 0x80 != 0 else {
      let bytes = rest.prefix(Int(first))
      guard first != 0, bytes.count == Int(first) else { throw PatchedContent.Defect() }
      rest = rest[bytes.endIndex...]
      return .add(bytes)
    }
    // A bit for each byte of the offset and of the size that is not 0.
    var numbers = [0, 0]
    for bit in 0..<7 where first & (1 << UInt8(bit)) != 0 {
      numbers[bit / 4] |= try byte() << (bit % 4 * 8)
    }
    let count = numbers[1] == 0 ? 0x10000 : numbers[1]
    return .copy(numbers[0]..<(numbers[0] + count))
  }
}
