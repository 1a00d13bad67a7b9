// SPDX-License-Identifier: Apache-2.0

import Files

/// Collects the numbers of an ONNX model: the tensors of its graphs, and the lists of floats and
/// integers in the attributes of its nodes, which is where trees and linear models keep theirs.
struct ONNXContent {
  /// What nested graphs official parsers take.
  private static let depthLimit = 100
  /// A list in an attribute is copied; what is longer belongs into a tensor.
  private static let listLimit = 1 << 24

  private var cursor: ByteCursor
  private var content = ModelContent()

  static func read(_ file: FileReader) throws(FormatError) -> ModelContent {
    var reader = ONNXContent(cursor: ByteCursor(file))
    try reader.model(until: file.size)
    return reader.content
  }

  private init(cursor: ByteCursor) { self.cursor = cursor }

  /// `ModelProto`: the graph in field 7, metadata in field 14.
  private mutating func model(until end: Int64) throws(FormatError) {
    for field in try fields(0..<end) {
      switch (field.number, field.content) {
      case (7, .bytes(let range)): try graph(range, within: [], depth: 0)
      case (ONNXModel.metadataField, .bytes(let range)): try metadata(range)
      default: continue
      }
    }
  }

  /// `GraphProto`: nodes in field 1, initializers in field 5.
  private mutating func graph(_ range: Range<Int64>, within path: [UInt8], depth: Int)
    throws(FormatError)
  {
    guard depth < Self.depthLimit else { throw .defect("its graphs are nested too deeply") }
    var index = 0
    for field in try fields(range) {
      switch (field.number, field.content) {
      case (1, .bytes(let node)):
        try self.node(node, index, within: path, depth: depth)
        index += 1
      case (5, .bytes(let tensor)): try self.tensor(tensor, key: nil, within: path)
      default: continue
      }
    }
  }

  /// `NodeProto`: the name in field 3, attributes in field 5.
  private mutating func node(
    _ range: Range<Int64>, _ index: Int, within path: [UInt8], depth: Int
  ) throws(FormatError) {
    let fields = try fields(range)
    var name = try string(3, of: fields)
    if name.isEmpty { name = Array("node \(index)".utf8) }
    for field in fields {
      guard case (5, .bytes(let attribute)) = (field.number, field.content) else { continue }
      try self.attribute(attribute, within: path + name + [UInt8(ascii: "/")], depth: depth)
    }
  }

  /// `AttributeProto`: name 1, f 2, i 3, t 5, g 6, floats 7, ints 8, tensors 10, graphs 11.
  private mutating func attribute(_ range: Range<Int64>, within path: [UInt8], depth: Int)
    throws(FormatError)
  {
    let fields = try fields(range)
    let key = path + (try string(1, of: fields))
    var values: [Double] = []
    for field in fields {
      switch (field.number, field.content) {
      case (5, .bytes(let tensor)), (10, .bytes(let tensor)):
        try self.tensor(tensor, key: key, within: [])
      case (6, .bytes(let graph)), (11, .bytes(let graph)):
        try self.graph(graph, within: key + [UInt8(ascii: "/")], depth: depth + 1)
      case (3, .varint(let value)), (8, .varint(let value)):
        values.append(Double(Int64(bitPattern: value)))
      case (2, .fixed), (7, .fixed): values.append(try float(field.range.upperBound))
      case (7, .bytes(let packed)): values += try floats(packed)
      default: continue
      }
      guard values.count <= Self.listLimit else { throw .defect("an attribute is too long") }
    }
    if !values.isEmpty {
      content.numbers.append(NumberArray(key: key, shape: "", storage: .values(values)))
    }
  }

  /// `TensorProto`: dims 1, data_type 2, name 8, raw_data 9, else a list of its type.
  private mutating func tensor(_ range: Range<Int64>, key: [UInt8]?, within path: [UInt8])
    throws(FormatError)
  {
    let fields = try fields(range)
    var type: ElementType?
    var dimensions: [UInt64] = []
    var storage: NumberArray.Storage?
    for field in fields {
      switch (field.number, field.content) {
      case (1, .varint(let length)): dimensions.append(length)
      case (2, .varint(let number)): type = ElementType(onnx: number)
      case (4, .bytes(let packed)): storage = .bytes(.float32, packed)
      case (10, .bytes(let packed)): storage = .bytes(.float64, packed)
      case (9, .bytes(let raw)): storage = type.map { .bytes($0, raw) } ?? .opaque(raw)
      case (5, .bytes(let list)), (7, .bytes(let list)), (11, .bytes(let list)):
        storage = .opaque(list)
      default: continue
      }
    }
    guard let storage else { return }
    let own = try string(8, of: fields)
    content.numbers.append(
      NumberArray(key: key ?? path + own, shape: "\(dimensions)", storage: storage))
  }

  private mutating func metadata(_ range: Range<Int64>) throws(FormatError) {
    let fields = try fields(range)
    let key = try string(1, of: fields)
    guard !StampEntry.isReserved(key) else { return }
    content.metadata[Stamp.printable(String(decoding: key, as: UTF8.self))] =
      String(decoding: try string(2, of: fields), as: UTF8.self)
  }

  private mutating func fields(_ range: Range<Int64>) throws(FormatError) -> [ProtobufField] {
    cursor.seek(to: range.lowerBound)
    var fields: [ProtobufField] = []
    while cursor.position < range.upperBound {
      fields.append(try cursor.field(before: range.upperBound))
      guard fields.count <= Self.listLimit else { throw .defect("a message has too many fields") }
    }
    return fields
  }

  /// A short text; one over 4 KiB names nothing that people could read.
  private func string(_ number: UInt64, of fields: [ProtobufField]) throws(FormatError) -> [UInt8] {
    for field in fields {
      guard field.number == number, case .bytes(let range) = field.content else { continue }
      return try cursor.bytes(in: range.lowerBound..<min(range.upperBound, range.lowerBound + 4096))
    }
    return []
  }

  /// The four bytes that end at an offset.
  private mutating func float(_ end: Int64) throws(FormatError) -> Double {
    cursor.seek(to: end - 4)
    var bits: UInt32 = 0
    for shift in stride(from: UInt32(0), to: 32, by: 8) {
      bits |= UInt32(try cursor.byte()) << shift
    }
    return Double(Float(bitPattern: bits))
  }

  private mutating func floats(_ range: Range<Int64>) throws(FormatError) -> [Double] {
    guard range.count / 4 <= Self.listLimit else { throw .defect("an attribute is too long") }
    var values: [Double] = []
    for end in stride(from: range.lowerBound + 4, through: range.upperBound, by: 4) {
      values.append(try float(end))
    }
    return values
  }
}
