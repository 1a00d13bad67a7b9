// SPDX-License-Identifier: Apache-2.0

import Files

/// Numbers of a model that stand under one name: a tensor, or a list in a node of a graph.
struct NumberArray: Sendable {
  /// Where the numbers are.
  enum Storage: Sendable {
    /// One after the other in the file.
    case bytes(ElementType, Range<Int64>)
    /// In the file too, in a type that has no numbers to compare or in a packing of its own.
    case opaque(Range<Int64>)
    /// Copied out of it.
    case values([Double])
  }

  /// The name in the model, byte for byte: text would take names for equal that differ.
  var key: [UInt8]
  /// The lengths of its dimensions, for people; "" when it is a plain list.
  var shape: String
  /// The numbers.
  var storage: Storage

  /// The name, for people.
  var name: String { Stamp.printable(String(decoding: key, as: UTF8.self)) }

  /// Type and shape, for people: `F32 [3, 4]`.
  var description: String {
    switch storage {
    case .bytes(let type, _): "\(type.rawValue) \(shape)"
    case .opaque(let range): "\(range.count) bytes \(shape)"
    case .values(let values): "\(values.count) numbers"
    }
  }
}

/// All that can be compared of a model beside its bytes.
struct ModelContent: Sendable {
  /// The numbers.
  var numbers: [NumberArray] = []
  /// Metadata that is not a stamp; keys are printable.
  var metadata: [String: String] = [:]
}
