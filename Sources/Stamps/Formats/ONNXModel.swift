// SPDX-License-Identifier: Apache-2.0

import Files

/// The top level of a `ModelProto`, without a look into the graph.
struct ONNXModel {
  /// `ModelProto.metadata_props`.
  static let metadataField: UInt64 = 14

  private static let irVersionField: UInt64 = 1
  private static let graphField: UInt64 = 7
  /// Fields 1 to 8, metadata_props, training_info, functions, configuration.
  private static let knownFields: Set<UInt64> = [1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26]
  /// A stamp has about ten entries; whatever writes thousands under our prefix is no friend.
  private static let reservedLimit = 1024

  /// The entries under the reserved prefix, with their place in the file.
  private(set) var reserved: [(range: Range<Int64>, entry: StampEntry)] = []
  /// Whether every field is one that the specification names.
  private(set) var hasKnownFieldsOnly = true
  private var hasVersion = false
  private var hasGraph = false

  init(_ file: FileReader, limit: Int64) throws(FormatError) {
    guard file.size <= limit else {
      throw .defect("it exceeds the 2 GiB of a protobuf message")
    }
    var cursor = ByteCursor(file)
    while cursor.position < file.size {
      try add(cursor.field(before: file.size), cursor)
    }
    guard hasVersion else { throw .defect("it has no ir_version (field 1)") }
    guard hasGraph else { throw .defect("it has no graph (field 7)") }
  }

  private mutating func add(_ field: ProtobufField, _ cursor: ByteCursor) throws(FormatError) {
    switch (field.number, field.content) {
    case (Self.irVersionField, .varint(let version)):
      guard (1...UInt64(Int32.max)).contains(version) else {
        throw .defect("its ir_version is \(version)")
      }
      hasVersion = true
    case (Self.graphField, .bytes):
      guard !hasGraph else { throw .defect("it has two graphs") }
      hasGraph = true
    case (Self.metadataField, .bytes(let range)):
      if let entry = try Self.reservedEntry(in: range, cursor) {
        guard reserved.count < Self.reservedLimit else {
          throw .defect("it has more than \(Self.reservedLimit) entries of a stamp")
        }
        reserved.append((field.range, entry))
      }
    case (Self.irVersionField, _), (Self.graphField, _), (Self.metadataField, _):
      throw .defect("the field \(field.number) at byte \(field.range.lowerBound) has a wrong type")
    case (let number, _):
      if !Self.knownFields.contains(number) { hasKnownFieldsOnly = false }
    }
  }

  /// Reads an entry when its key is reserved; others may be of any length.
  private static func reservedEntry(in range: Range<Int64>, _ start: ByteCursor)
    throws(FormatError) -> StampEntry?
  {
    var cursor = start
    cursor.seek(to: range.lowerBound)
    var parts: [UInt64: Range<Int64>] = [:]
    while cursor.position < range.upperBound {
      let field = try cursor.field(before: range.upperBound)
      guard field.number == 1 || field.number == 2 else { continue }
      guard case .bytes(let part) = field.content,
        parts.updateValue(part, forKey: field.number) == nil
      else {
        throw .defect("the metadata entry at byte \(range.lowerBound) is ambiguous")
      }
    }
    guard let key = parts[1], try isReserved(key, cursor) else { return nil }
    let value = parts[2] ?? key.upperBound..<key.upperBound
    return StampEntry(try text(key, cursor), try text(value, cursor))
  }

  private static func isReserved(_ key: Range<Int64>, _ cursor: ByteCursor) throws(FormatError)
    -> Bool
  {
    let length = Int64(StampEntry.prefix.utf8.count)
    guard key.count >= length else { return false }
    return try StampEntry.isReserved(cursor.bytes(in: key.lowerBound..<(key.lowerBound + length)))
  }

  private static func text(_ range: Range<Int64>, _ cursor: ByteCursor) throws(FormatError)
    -> String
  {
    guard range.count <= Stamp.sizeLimit else {
      throw .defect("the stamp entry at byte \(range.lowerBound) is longer than 4 MiB")
    }
    guard let text = String(validating: try cursor.bytes(in: range), as: UTF8.self) else {
      throw .defect("the stamp entry at byte \(range.lowerBound) is not UTF-8")
    }
    return text
  }
}
