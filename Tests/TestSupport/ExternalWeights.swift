// SPDX-License-Identifier: Apache-2.0

/// An ONNX model whose one tensor lies in a file `w.bin`, field by field as onnx.proto has them.
public enum ExternalWeights {
  /// The bytes of the model.
  public static var model: [UInt8] {
    let entry = field(1, text("location")) + field(2, text("w.bin"))
    let tensor = [0x08, 4, 0x10, 1] + field(8, text("w")) + field(13, entry) + [0x70, 1]
    return [0x08, 8] + field(7, field(5, tensor) + field(2, text("g")))
  }

  /// Tag and length stand before the bytes; all are short.
  private static func field(_ number: UInt8, _ bytes: [UInt8]) -> [UInt8] {
    [number << 3 | 2, UInt8(bytes.count)] + bytes
  }

  private static func text(_ text: String) -> [UInt8] { Array(text.utf8) }
}
