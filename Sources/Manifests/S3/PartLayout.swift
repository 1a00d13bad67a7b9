// SPDX-License-Identifier: Apache-2.0

/// How a content was cut into parts when it was uploaded.
public struct PartLayout: Sendable, Hashable {
  /// The most parts that S3 takes in one upload.
  public static let maximumParts = 10_000

  /// The sizes of the parts in bytes, each at least 1; what follows the last is cut into parts of the
  /// last one's size.
  public let sizes: [Int64]

  /// Parts of one size, the last one possibly smaller; nil when the size is not positive.
  public init?(partSize: Int64) {
    guard partSize > 0 else { return nil }
    sizes = [partSize]
  }

  /// Parts of these sizes; nil when there are none or too many, or one is not positive.
  ///
  /// What is one size over and over, with a smaller part at the end, is the same layout as
  /// `init(partSize:)` makes, so that one reading serves files of any length.
  public init?(sizes: [Int64]) {
    guard let first = sizes.first, let last = sizes.last, sizes.count <= Self.maximumParts,
      sizes.allSatisfy({ $0 > 0 })
    else { return nil }
    let isEven = sizes.dropLast().allSatisfy { $0 == first } && last <= first
    self.sizes = isEven ? [first] : sizes
  }

  /// The size of a part, counted from 0.
  func size(of part: Int) -> Int64 { sizes[min(part, sizes.count - 1)] }

  /// The number of parts that a content of so many bytes has; an empty one has one part.
  public func partCount(of size: Int64) -> Int64 {
    var rest = size
    var count: Int64 = 0
    for part in sizes.dropLast() where rest > 0 {
      rest -= min(part, rest)
      count += 1
    }
    guard rest > 0, let last = sizes.last else { return max(count, 1) }
    return count + (rest - 1) / last + 1
  }
}
