// SPDX-License-Identifier: Apache-2.0

import StrictJSON

/// One tensor as a safetensors header describes it.
struct SafetensorsTensor {
  /// The name, byte for byte.
  let key: [UInt8]
  /// The name, for messages.
  let name: String
  /// The first byte and the one after the last, counted from the end of the header.
  let start: UInt64
  let end: UInt64
  /// The type's name, and the lengths of the dimensions.
  let type: String
  let shape: [UInt64]

  /// The width of an element in bits, by the names of safetensors 0.8.
  private static let bitWidths: [String: UInt64] = [
    "BOOL": 8, "F4": 4, "F6_E2M3": 6, "F6_E3M2": 6, "U8": 8, "I8": 8, "F8_E5M2": 8, "F8_E4M3": 8,
    "F8_E8M0": 8, "F8_E4M3FNUZ": 8, "F8_E5M2FNUZ": 8, "I16": 16, "U16": 16, "F16": 16, "BF16": 16,
    "I32": 32, "U32": 32, "F32": 32, "C64": 64, "F64": 64, "I64": 64, "U64": 64,
  ]

  /// Checks that type, shape and offsets agree; fields that are not known are passed over.
  init(_ name: String, _ json: JSONValue) throws(FormatError) {
    key = Array(name.utf8)
    self.name = Stamp.printable(name)
    guard json.object != nil else { throw .defect("the tensor '\(self.name)' is not an object") }
    (type, shape) = try Self.typeAndShape(json, self.name)
    let bits = try Self.bits(type, shape, self.name)
    guard let offsets = Self.naturals(json["data_offsets"]), offsets.count == 2 else {
      throw .defect("the data_offsets of the tensor '\(self.name)' are not two byte positions")
    }
    (start, end) = (offsets[0], offsets[1])
    guard start <= end else {
      throw .defect("the data_offsets of the tensor '\(self.name)' run backwards")
    }
    guard bits.isMultiple(of: 8), bits / 8 == end - start else {
      throw .defect(
        "the tensor '\(self.name)' has \(end - start) bytes where its type and shape need \(bits) bits"
      )
    }
  }

  private static func typeAndShape(_ json: JSONValue, _ name: String)
    throws(FormatError) -> (String, [UInt64])
  {
    guard let type = json["dtype"]?.string, bitWidths[type] != nil else {
      let type = json["dtype"]?.string.map { "'\(Stamp.printable($0))'" } ?? "none"
      throw .defect("the dtype of the tensor '\(name)' is unknown: \(type)")
    }
    guard let shape = naturals(json["shape"]) else {
      throw .defect("the shape of the tensor '\(name)' is not a list of lengths")
    }
    return (type, shape)
  }

  /// How many bits a tensor of its type and shape has.
  private static func bits(_ type: String, _ shape: [UInt64], _ name: String)
    throws(FormatError) -> UInt64
  {
    // The width comes last, as in the official loader: an empty tensor may have any other lengths
    // as long as the product up to each of them fits.
    var bits: UInt64 = 1
    for factor in shape + [bitWidths[type] ?? 0] {
      let (product, overflow) = bits.multipliedReportingOverflow(by: factor)
      guard !overflow else { throw .defect("the shape of the tensor '\(name)' overflows 64 bits") }
      bits = product
    }
    return bits
  }

  /// A list of integers from 0 to 2^64 - 1, each written as digits only.
  private static func naturals(_ json: JSONValue?) -> [UInt64]? {
    guard let values = json?.array else { return nil }
    let naturals = values.compactMap { value -> UInt64? in
      guard let literal = value.number?.literal, literal.first != "-" else { return nil }
      return UInt64(literal)
    }
    return naturals.count == values.count ? naturals : nil
  }
}
