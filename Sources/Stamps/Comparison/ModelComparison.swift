// SPDX-License-Identifier: Apache-2.0

import Digests
import Files
public import SystemPackage

/// In what two model files differ, whatever their stamps.
public struct ModelComparison: Sendable, Equatable {
  /// One thing in which they differ; names are printable.
  public enum Difference: Sendable, Equatable {
    /// They are of two formats.
    case format(String, String)
    /// Only the first has these numbers.
    case missing(String)
    /// Only the second has them.
    case extra(String)
    /// Other types or shapes.
    case shape(String, String, String)
    /// Other numbers.
    case values(String, ValueDifference)
    /// Other bytes, in a type that has no numbers to compare.
    case bytes(String)
    /// Other metadata under this key.
    case metadata(String)
    /// Something else, such as the order of the file or the graph around the numbers.
    case structure
  }

  /// Everything in which they differ; empty when the models are the same byte for byte.
  public let differences: [Difference]

  /// Whether the models without their stamps are the same byte for byte.
  public var isIdentical: Bool { differences.isEmpty }

  /// Compares two files; `name` is the one whose extension says the format.
  ///
  /// - Throws: ``ModelFileError``, also when one of them is not of its format.
  public init(_ left: FilePath, _ right: FilePath) throws(ModelFileError) {
    let ours = try ModelSource(left)
    let theirs = try ModelSource(right)
    let one = try ParsedModel(ours.reader, named: left)
    let other = try ParsedModel(theirs.reader, named: right)
    guard try one.digests().payload != other.digests().payload else {
      differences = []
      return
    }
    guard one.formatName == other.formatName else {
      differences = [.format(one.formatName, other.formatName)]
      return
    }
    let pair = ContentPair(
      left: try one.content(), right: try other.content(), files: (ours.reader, theirs.reader))
    do throws(FormatError) {
      let found = try pair.differences()
      differences = found.isEmpty ? [.structure] : found
    } catch {
      throw error.naming(right, other.formatName)
    }
    try ours.checkUnchanged()
    try theirs.checkUnchanged()
  }
}

/// Two contents, matched by name.
private struct ContentPair {
  let left: ModelContent
  let right: ModelContent
  let files: (FileReader, FileReader)

  func differences() throws(FormatError) -> [ModelComparison.Difference] {
    var found: [ModelComparison.Difference] = []
    var theirs: [[UInt8]: NumberArray] = [:]
    for array in right.numbers { theirs[array.key] = array }
    for ours in left.numbers {
      guard let their = theirs.removeValue(forKey: ours.key) else {
        found.append(.missing(ours.name))
        continue
      }
      if let difference = try compare(ours, their) { found.append(difference) }
    }
    found += right.numbers.filter { theirs[$0.key] != nil }.map { .extra($0.name) }
    let keys = Set(left.metadata.keys).union(right.metadata.keys).sorted()
    return found
      + keys.filter { left.metadata[$0] != right.metadata[$0] }.map { .metadata($0) }
  }

  private func compare(_ ours: NumberArray, _ their: NumberArray) throws(FormatError)
    -> ModelComparison.Difference?
  {
    guard ours.description == their.description else {
      return .shape(ours.name, ours.description, their.description)
    }
    switch (ours.storage, their.storage) {
    case (.bytes(let type, let here), .bytes(_, let there)):
      return difference(ours.name, try ValueDifference(type, (files.0, here), (files.1, there)))
    case (.values(let here), .values(let there)):
      return difference(ours.name, ValueDifference(here, there))
    case (.opaque(let here), .opaque(let there)):
      let bytes = try ValueDifference(.uint8, (files.0, here), (files.1, there))
      return bytes.count == 0 ? nil : .bytes(ours.name)
    default: return .shape(ours.name, ours.description, their.description)
    }
  }

  private func difference(_ name: String, _ values: ValueDifference) -> ModelComparison.Difference?
  {
    values.count == 0 ? nil : .values(name, values)
  }
}
