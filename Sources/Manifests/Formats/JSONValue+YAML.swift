// SPDX-License-Identifier: Apache-2.0

import StrictJSON
import YAML

extension JSONValue {
  /// What a YAML text says, where a format may be written in either.
  ///
  /// Numbers with a point or an exponent stay texts: a digest such as `1e10` is none of them.
  init(_ node: YAMLNode) {
    switch node.value {
    case .sequence(let items): self = .array(items.map { JSONValue($0) })
    case .mapping(let pairs):
      var object = JSONObject()
      for (key, value) in pairs { object[key.text ?? ""] = JSONValue(value) }
      self = .object(object)
    case .scalar(let text, _):
      if node.isNull {
        self = .null
      } else if let bool = node.bool {
        self = .bool(bool)
      } else if let integer = node.integer {
        self = .integer(integer)
      } else {
        self = .string(text)
      }
    }
  }
}
