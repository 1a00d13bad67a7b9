// SPDX-License-Identifier: Apache-2.0

import Digests
import Stamps
import SystemPackage

/// Small models and a stamp for them.
enum Examples {
  static func stamp(pipeline: String? = "churn", extras: [StampEntry] = []) throws -> Stamp {
    try Stamp(
      version: "0.1.0", commit: ObjectID(hashing: [1], type: "commit"),
      tree: ObjectID(hashing: [], type: "tree"), repository: "https://example.org/churn.git",
      pipeline: pipeline, data: ["churn": .of([1]), "zürich": .of([2])],
      dependencies: ["requirements.lock": .of([3])], build: "20260922T000000Z-0badcafe",
      extras: extras)
  }

  /// A safetensors file with this header and data.
  static func safetensors(_ header: String, _ data: [UInt8] = []) -> [UInt8] {
    safetensors(length: UInt64(header.utf8.count), header, data)
  }

  /// A safetensors file whose header claims a length.
  static func safetensors(length: UInt64, _ header: String, _ data: [UInt8]) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: length >> ($0 * 8)) } + Array(header.utf8) + data
  }

  /// Two tensors, and metadata of somebody else.
  static let weights = safetensors(
    """
    {"__metadata__":{"format":"pt","author":"zoë"},\
    "b":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},\
    "a":{"dtype":"U8","shape":[3],"data_offsets":[8,11]}}
    """, [0, 0, 128, 63, 0, 0, 0, 64, 7, 8, 9])

  /// A model of `y = x * [2, 3]`.
  ///
  /// Made with onnx 1.23.2:
  ///
  ///     g = make_graph([make_node("Mul", ["x", "w"], ["y"])], "g",
  ///       [make_tensor_value_info("x", FLOAT, [2])], [make_tensor_value_info("y", FLOAT, [2])],
  ///       [make_tensor("w", FLOAT, [2], [2, 3])])
  ///     make_model(g, ir_version=8, opset_imports=[make_opsetid("", 13)]).SerializeToString()
  static let onnx =
    Hex.decode(
      """
      08083a480a0e0a01780a017712017922034d756c1201672a1108021001220800000040000040404201775a0f\
      0a0178120a0a08080112040a020802620f0a0179120a0a08080112040a02080242040a00100d
      """.utf8) ?? []

  /// The metadata entry `author` = `me`, as the same library writes it.
  static let onnxAuthor = Hex.decode("720c0a06617574686f7212026d65".utf8) ?? []
}
