// SPDX-License-Identifier: Apache-2.0

import StrictJSON

/// What an Avro file says that its records are, Avro 1.11 "Schema Declaration".
indirect enum AvroSchema {
  case null, boolean, int, long, float, double, bytes, string
  case fixed(Int)
  case enumeration
  case array(AvroSchema)
  case map(AvroSchema)
  case union([AvroSchema])
  case record([(name: String, type: AvroSchema)])

  private static let maximumFixed = 1 << 20

  /// Reads a schema; names that refer to types declared before are resolved, recursion is refused.
  init(parsing bytes: [UInt8]) throws(JSONFieldError) {
    var names: [String: AvroSchema] = [:]
    self = try Self.read(try .parsing(bytes, root: "Avro schema"), &names)
  }

  private static func read(_ field: JSONField, _ names: inout [String: AvroSchema])
    throws(JSONFieldError) -> AvroSchema
  {
    if field.value.array != nil {
      var branches: [AvroSchema] = []
      for branch in try field.elements() { branches.append(try read(branch, &names)) }
      return .union(branches)
    }
    if let name = field.value.string { return try named(name, field, names) }
    let type = try field.required("type")
    guard let text = type.value.string else { return try read(type, &names) }
    let schema: AvroSchema
    switch text {
    case "record": schema = try record(field, &names)
    case "enum": schema = .enumeration
    case "fixed": schema = .fixed(try size(field))
    case "array": return .array(try read(try field.required("items"), &names))
    case "map": return .map(try read(try field.required("values"), &names))
    default: return try named(text, type, names)
    }
    names[try field.required("name").string()] = schema
    return schema
  }

  private static func named(_ name: String, _ field: JSONField, _ names: [String: AvroSchema])
    throws(JSONFieldError) -> AvroSchema
  {
    switch name {
    case "null": return .null
    case "boolean": return .boolean
    case "int": return .int
    case "long": return .long
    case "float": return .float
    case "double": return .double
    case "bytes": return .bytes
    case "string": return .string
    default:
      guard let schema = names[name] else { throw field.error("names a type that is not known") }
      return schema
    }
  }

  private static func record(_ field: JSONField, _ names: inout [String: AvroSchema])
    throws(JSONFieldError) -> AvroSchema
  {
    var fields: [(name: String, type: AvroSchema)] = []
    for field in try field.required("fields").elements() {
      fields.append(
        (try field.required("name").string(), try read(try field.required("type"), &names)))
    }
    return .record(fields)
  }

  private static func size(_ field: JSONField) throws(JSONFieldError) -> Int {
    let size = try field.required("size")
    guard let count = Int(exactly: try size.integer()), (0...maximumFixed).contains(count) else {
      throw size.error("is out of bounds")
    }
    return count
  }
}

/// A value as an Avro file has it; what no reader here asks for is left out.
enum AvroValue {
  case none
  case integer(Int64)
  case string([UInt8])
  case record([String: AvroValue])

  var integer: Int64? { if case .integer(let value) = self { value } else { nil } }
  var string: [UInt8]? { if case .string(let value) = self { value } else { nil } }

  subscript(name: String) -> AvroValue? {
    if case .record(let fields) = self { fields[name] } else { nil }
  }
}
