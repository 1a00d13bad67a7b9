// SPDX-License-Identifier: Apache-2.0

import Findings
import StrictJSON
import YAML

/// Objects of numbers and objects, as JSON and YAML write them.
extension MetricsCollector {
  private static let depthLimit = 32

  mutating func take(json bytes: [UInt8]) throws(MetricsError) {
    let limits = JSONLimits(bytes: MetricsFormat.byteLimit, depth: Self.depthLimit)
    let root: JSONValue
    do {
      root = try JSONValue.parse(bytes, limits: limits)
    } catch {
      throw .malformed(format: "JSON", reason: error.message)
    }
    guard let object = root.object else {
      throw .malformed(format: "JSON of metrics", reason: "it is no object of names and numbers")
    }
    try take(object, below: [])
  }

  private mutating func take(_ object: JSONObject, below path: [String]) throws(MetricsError) {
    for (name, value) in object {
      switch value {
      case .number(let number): try add(path + [name], number.literal, number.double)
      case .object(let object): try take(object, below: path + [name])
      case .null, .bool, .string, .array: continue
      }
    }
  }

  mutating func take(yaml bytes: [UInt8]) throws(MetricsError) {
    let size = MetricsFormat.byteLimit
    let limits = YAMLLimits(
      bytes: size, depth: Self.depthLimit, nodes: size, scalarBytes: size)
    let root: YAMLNode
    do {
      root = try YAMLNode.parse(bytes, limits: limits)
    } catch {
      throw .malformed(
        format: "YAML", reason: "line \(error.line), column \(error.column): \(error.problem)")
    }
    guard let pairs = root.mapping else {
      throw .malformed(format: "YAML of metrics", reason: "it is \(root.kindInWords)")
    }
    try take(pairs, below: [])
  }

  private mutating func take(
    _ pairs: [(key: YAMLNode, value: YAMLNode)], below path: [String]
  ) throws(MetricsError) {
    for (key, value) in pairs {
      let path = path + [key.text ?? ""]
      if let pairs = value.mapping {
        try take(pairs, below: path)
      } else if let literal = value.text, value.isNumber {
        try add(path, literal, value.double)
      }
    }
  }
}
