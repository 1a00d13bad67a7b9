// SPDX-License-Identifier: Apache-2.0

import Metrics
import StrictJSON
import YAML

extension FuzzTarget {
  /// YAML: no document grows beyond the limits, and every mark lies inside the text.
  static let yaml = FuzzTarget(
    "yaml",
    seeds: [
      "a: &x [1, 0x1f, .inf, ~, 'q', \"\\u00e9\\n\"]\nb: {<<: {c: 1}, d: *x}\n? e\n: |2-\n   f\n",
      "%YAML 1.2\n---\n- !!str 1\n- >+\n  folded\n\n- !!set {a, b}\n...\n",
      "a: &a [x,x]\nb: &b [*a,*a]\nc: &c [*b,*b]\nd: [*c,*c]\n",
    ]
  ) { bytes in
    let limits = YAMLLimits(bytes: 1 << 16, depth: 20, nodes: 2_000, scalarBytes: 1 << 16)
    do {
      let node = try YAMLNode.parse(bytes, limits: limits)
      try require(count(node, depth: 0) <= limits.nodes, "the limit of nodes holds")
    } catch let error as YAMLError {
      try require(error.line >= 1 && error.column >= 1, "a mark counts from 1")
      try require(error.line <= bytes.count + 1, "a mark lies inside the text")
      try require(!error.problem.isEmpty, "every error says what is wrong")
    }
  }

  private static func count(_ node: YAMLNode, depth: Int) throws -> Int {
    try require(depth <= 20, "the limit of depth holds")
    _ = (node.integer, node.double, node.bool, node.string, node.isNull)
    switch node.value {
    case .scalar: return 1
    case .sequence(let nodes): return try nodes.reduce(1) { $0 + (try count($1, depth: depth + 1)) }
    case .mapping(let pairs):
      return try pairs.reduce(1) {
        $0 + (try count($1.key, depth: depth + 1)) + (try count($1.value, depth: depth + 1))
      }
    }
  }

  /// JSON: what is taken reads back as itself, in every style.
  static let json = FuzzTarget(
    "json",
    seeds: [
      #"{"a":[1,-2.5e+3,true,null],"é\n\ud83d\ude00":{"":"\\\"","b":[[],{}]},"c":"😀"}"#,
      "[123456789012345678901234567890, 1e400, -0, 0.1E-2]\n",
    ]
  ) { bytes in
    let limits = JSONLimits(bytes: 1 << 16, depth: 20, values: 2_000)
    do {
      let value = try JSONValue.parse(bytes, limits: limits)
      for style in [JSONStyle.compact, .canonical] {
        let encoded = value.encoded(style)
        let again = try JSONValue.parse(encoded)
        try require(again.encoded(style) == encoded, "what is written stays what it is")
        if style == .compact { try require(again == value, "a value reads as it is written") }
      }
    } catch let error as JSONError {
      try require(!error.message.isEmpty, "every error says what is wrong")
    }
  }

  /// Files of metrics, in every format: what is kept is finite, named and named once.
  static let metrics = FuzzTarget(
    "metrics",
    seeds: [
      #"{"auc": 0.90, "by class": {"left": 1e-3, "a.b": -0}, "curve": [1], "note": null}"#,
      "auc: .5\nby: {left: 0x10, right: .nan}\n", "name,value\n\"a, \"\"b\"\"\",1\nc,inf\n",
      ",auc,loss\r\n0,0.9,1e-3\r\n", "auc\tloss\n0.9\t0.1\n",
    ]
  ) { bytes in
    for format in MetricsFormat.allCases {
      do {
        let metrics = try format.metrics(in: bytes)
        try require(!metrics.isEmpty, "a file without numbers is refused")
        try require(metrics.allSatisfy { $0.value.isFinite }, "every metric is finite")
        try require(
          Set(metrics.map { Array($0.name.utf8) }).count == metrics.count, "no name comes twice")
        try require(metrics.json.object?.count == metrics.count, "every metric has a JSON form")
      } catch let error as MetricsError {
        try require(!error.description.isEmpty, "every error says what is wrong")
      }
    }
  }
}
