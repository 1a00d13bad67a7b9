// SPDX-License-Identifier: Apache-2.0

/// How one number of a tensor is stored; all are little-endian.
enum ElementType: String, Sendable {
  case bool = "BOOL"
  case int8 = "I8"
  case int16 = "I16"
  case int32 = "I32"
  case int64 = "I64"
  case uint8 = "U8"
  case uint16 = "U16"
  case uint32 = "U32"
  case uint64 = "U64"
  case float16 = "F16"
  case bfloat16 = "BF16"
  case float32 = "F32"
  case float64 = "F64"

  /// The type that ONNX numbers so (`TensorProto.DataType`); nil for those with no number to compare.
  init?(onnx number: UInt64) {
    let types: [UInt64: ElementType] = [
      1: .float32, 2: .uint8, 3: .int8, 4: .uint16, 5: .int16, 6: .int32, 7: .int64, 9: .bool,
      10: .float16, 11: .float64, 12: .uint32, 13: .uint64, 16: .bfloat16,
    ]
    guard let type = types[number] else { return nil }
    self = type
  }

  /// Bytes of one number.
  var width: Int {
    switch self {
    case .bool, .int8, .uint8: 1
    case .int16, .uint16, .float16, .bfloat16: 2
    case .int32, .uint32, .float32: 4
    case .int64, .uint64, .float64: 8
    }
  }

  /// The number whose bits these are; integers over 2^53 are rounded.
  func number(_ bits: UInt64) -> Double {
    switch self {
    case .bool, .uint8, .uint16, .uint32, .uint64: Double(bits)
    case .int8: Double(Int8(truncatingIfNeeded: bits))
    case .int16: Double(Int16(truncatingIfNeeded: bits))
    case .int32: Double(Int32(truncatingIfNeeded: bits))
    case .int64: Double(Int64(bitPattern: bits))
    case .float16: Self.half(UInt16(truncatingIfNeeded: bits))
    case .bfloat16: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits) << 16))
    case .float32: Double(Float(bitPattern: UInt32(truncatingIfNeeded: bits)))
    case .float64: Double(bitPattern: bits)
    }
  }

  /// IEEE 754 binary16, by hand: Swift has no `Float16` on Intel's macOS.
  private static func half(_ bits: UInt16) -> Double {
    let sign: Double = bits >> 15 == 0 ? 1 : -1
    let fraction = Double(bits & 0x3ff)
    switch bits >> 10 & 0x1f {
    case 0: return sign * fraction * 0x1p-24
    case 31: return fraction == 0 ? sign * .infinity : .nan
    case let exponent: return sign * (1 + fraction * 0x1p-10) * power(Int(exponent) - 15)
    }
  }

  private static func power(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }
}
