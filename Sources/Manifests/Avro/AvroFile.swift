// SPDX-License-Identifier: Apache-2.0

import Files
import StrictJSON

/// The records of an Avro object container file, Avro 1.11 "Object Container Files".
///
/// Codecs `null` and `deflate`. Read strictly: markers between blocks have to be the file's own, and
/// no block may have bytes left over.
struct AvroFile {
  /// What is wrong with a file.
  struct Defect: Error { let reason: String }

  private static let magic = Array("Obj\u{1}".utf8)
  private static let markerSize = 16
  /// The largest block once it is decompressed, in bytes.
  private static let blockLimit = 256 << 20
  private static let recordLimit: Int64 = 10_000_000

  private(set) var records: [AvroValue] = []

  init(_ bytes: [UInt8]) throws(Defect) {
    guard bytes.starts(with: Self.magic) else { throw Defect(reason: "it is no Avro file") }
    var reader = AvroReader(bytes[Self.magic.count...])
    let metadata = try reader.metadata()
    guard let text = metadata["avro.schema"] else { throw Defect(reason: "it has no schema") }
    let schema: AvroSchema
    do throws(JSONFieldError) {
      schema = try AvroSchema(parsing: text)
    } catch {
      throw Defect(reason: error.message)
    }
    let codec = String(decoding: metadata["avro.codec"] ?? Array("null".utf8), as: UTF8.self)
    guard codec == "null" || codec == "deflate" else {
      throw Defect(reason: "its codec is '\(codec.prefix(20))'; 'null' and 'deflate' are read")
    }
    let marker = Array(try reader.take(Self.markerSize))
    while !reader.isAtEnd {
      let count = try reader.long()
      let block = try reader.bytes()
      guard try reader.take(Self.markerSize).elementsEqual(marker) else {
        throw Defect(reason: "a block does not end in the file's marker")
      }
      try add(count, Self.content(of: block, codec), schema)
    }
  }

  private static func content(of block: ArraySlice<UInt8>, _ codec: String) throws(Defect)
    -> ArraySlice<UInt8>
  {
    if codec == "null" { return block }
    do throws(Inflate.Defect) {
      return try Inflate.inflate(Array(block), limit: blockLimit)[...]
    } catch {
      throw Defect(reason: "a block cannot be decompressed: \(error.reason)")
    }
  }

  private mutating func add(_ count: Int64, _ block: ArraySlice<UInt8>, _ schema: AvroSchema)
    throws(Defect)
  {
    guard count >= 0, Int64(records.count) + count <= Self.recordLimit, count <= Int64(block.count)
    else { throw Defect(reason: "a block has a number of records that cannot be") }
    var reader = AvroReader(block)
    for _ in 0..<count { records.append(try reader.value(schema)) }
    guard reader.isAtEnd else { throw Defect(reason: "a block has bytes after its records") }
  }
}

/// Reads values one after another.
struct AvroReader {
  private static let maximumDepth = 64
  private var rest: ArraySlice<UInt8>
  /// How many values may follow: a schema can make many of no byte at all.
  private var budget = 100_000_000

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func take(_ count: Int) throws(AvroFile.Defect) -> ArraySlice<UInt8> {
    guard count >= 0, count <= rest.count else { throw .init(reason: "it ends too early") }
    defer { rest = rest.dropFirst(count) }
    return rest.prefix(count)
  }

  /// Seven bits a byte, the lowest first, the sign in the lowest of all.
  mutating func long() throws(AvroFile.Defect) -> Int64 {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 64, by: 7) {
      guard let byte = rest.popFirst() else { throw .init(reason: "it ends too early") }
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1) }
    }
    throw .init(reason: "a number has more than 64 bits")
  }

  mutating func bytes() throws(AvroFile.Defect) -> ArraySlice<UInt8> {
    try take(Int(clamping: try long()))
  }

  /// The map at the start of a file.
  mutating func metadata() throws(AvroFile.Defect) -> [String: [UInt8]] {
    var entries: [String: [UInt8]] = [:]
    try blocks { (reader: inout AvroReader) throws(AvroFile.Defect) in
      let name = String(decoding: try reader.bytes(), as: UTF8.self)
      entries[name] = Array(try reader.bytes())
    }
    return entries
  }

  /// The items of an array or map: blocks of a number of items, the last one empty; a negative
  /// number is followed by the block's size.
  private mutating func blocks(
    _ item: (inout AvroReader) throws(AvroFile.Defect) -> Void
  ) throws(AvroFile.Defect) {
    while true {
      let count = try long()
      if count == 0 { return }
      if count < 0 { _ = try long() }
      // Every item takes at least a byte, but for what is of no use: lists of `null`.
      guard count.magnitude <= UInt64(rest.count) else {
        throw .init(reason: "a list has more items than bytes")
      }
      for _ in 0..<count.magnitude { try item(&self) }
    }
  }

  mutating func value(_ schema: AvroSchema, depth: Int = 0) throws(AvroFile.Defect) -> AvroValue {
    budget -= 1
    guard depth < Self.maximumDepth, budget > 0 else {
      throw .init(reason: "its schema is nested too deeply")
    }
    switch schema {
    case .null: return .none
    case .boolean: return .integer(Int64(try take(1).first ?? 0))
    case .int, .long, .enumeration: return .integer(try long())
    case .float: return try skip(4)
    case .double: return try skip(8)
    case .fixed(let size): return try skip(size)
    case .bytes: return try skip(Int(clamping: try long()))
    case .string: return .string(Array(try bytes()))
    case .array(let item):
      try blocks { (reader: inout AvroReader) throws(AvroFile.Defect) in
        _ = try reader.value(item, depth: depth + 1)
      }
      return .none
    case .map(let item):
      try blocks { (reader: inout AvroReader) throws(AvroFile.Defect) in
        _ = try reader.bytes()
        _ = try reader.value(item, depth: depth + 1)
      }
      return .none
    case .union(let branches):
      let branch = try long()
      guard branch >= 0, branch < branches.count else {
        throw .init(reason: "a union has no such branch")
      }
      return try value(branches[Int(branch)], depth: depth + 1)
    case .record(let fields):
      var values: [String: AvroValue] = [:]
      for field in fields { values[field.name] = try value(field.type, depth: depth + 1) }
      return .record(values)
    }
  }

  private mutating func skip(_ count: Int) throws(AvroFile.Defect) -> AvroValue {
    _ = try take(count)
    return .none
  }
}
