// SPDX-License-Identifier: Apache-2.0

/// Builds one value out of events, counting what it would be with every alias written out.
struct Composer {
  private var source: SourceMap
  private let limits: YAMLLimits
  private var anchors: [String: (node: YAMLNode, size: Size)] = [:]
  private var openAnchors: Set<String> = []
  private var total = Size()

  /// How large a value is.
  struct Size {
    var nodes = 0
    var scalarBytes = 0
    /// Collections within collections below and with this one.
    var height = 0
  }

  init(source: SourceMap, limits: YAMLLimits) {
    self.source = source
    self.limits = limits
  }

  /// Reads the one document that the stream holds.
  mutating func document() throws(YAMLError) -> YAMLNode {
    var events = try stream()
    _ = try next(&events)
    guard case .documentStart = try next(&events).kind else {
      return YAMLNode(.scalar("", isPlain: true))
    }
    let root = try node(try next(&events), &events, depth: 0).node
    _ = try next(&events)
    let after = try next(&events)
    guard case .streamEnd = after.kind else {
      throw YAMLError("a second document starts here; one is expected", at: mark(after))
    }
    return root
  }

  private func stream() throws(YAMLError) -> EventStream {
    do {
      return try EventStream(source.bytes)
    } catch {
      throw YAMLError(error.problem, at: YAMLMark())
    }
  }

  private mutating func next(_ events: inout EventStream) throws(YAMLError) -> Event {
    do {
      return try events.next()
    } catch {
      switch error.place {
      case .character(let index):
        throw YAMLError(error.problem, at: source.mark(character: index))
      case .offset(let offset): throw YAMLError(error.problem, at: source.mark(offset: offset))
      }
    }
  }

  private mutating func mark(_ event: Event) -> YAMLMark { source.mark(character: event.character) }

  // MARK: Nodes

  private mutating func node(_ event: Event, _ events: inout EventStream, depth: Int)
    throws(YAMLError) -> (node: YAMLNode, size: Size)
  {
    let mark = mark(event)
    switch event.kind {
    case .alias(let name): return try alias(name, at: mark, depth: depth)
    case .scalar(let text, let isPlain, let properties):
      let isPlain = try Tag.check(properties.tag, scalar: text, isPlain: isPlain, at: mark)
      let size = Size(nodes: 1, scalarBytes: text.utf8.count)
      try count(size, at: mark)
      return finish(YAMLNode(.scalar(text, isPlain: isPlain), at: mark), size, properties)
    case .sequenceStart(let properties):
      try Tag.check(properties.tag, is: "seq", at: mark)
      return try collection(properties, at: mark, depth: depth) {
        composer, size throws(YAMLError) in
        .sequence(try composer.items(&events, &size, depth: depth + 1))
      }
    case .mappingStart(let properties):
      try Tag.check(properties.tag, is: "map", at: mark)
      return try collection(properties, at: mark, depth: depth) {
        composer, size throws(YAMLError) in
        .mapping(try composer.pairs(&events, &size, depth: depth + 1))
      }
    default: throw YAMLError("a value is expected", at: mark)
    }
  }

  private mutating func collection(
    _ properties: Event.Properties, at mark: YAMLMark, depth: Int,
    _ read: (inout Composer, inout Size) throws(YAMLError) -> YAMLNode.Value
  ) throws(YAMLError) -> (node: YAMLNode, size: Size) {
    guard depth < limits.depth else {
      throw YAMLError("nested deeper than the \(limits.depth) levels allowed", at: mark)
    }
    let isOutermost = properties.anchor.map { openAnchors.insert($0).inserted } ?? false
    var size = Size(nodes: 1)
    try count(size, at: mark)
    let value = try read(&self, &size)
    size.height += 1
    if let anchor = properties.anchor, isOutermost { openAnchors.remove(anchor) }
    return finish(YAMLNode(value, at: mark), size, properties)
  }

  private mutating func items(_ events: inout EventStream, _ size: inout Size, depth: Int)
    throws(YAMLError) -> [YAMLNode]
  {
    var items: [YAMLNode] = []
    while true {
      let event = try next(&events)
      if case .sequenceEnd = event.kind { return items }
      items.append(try child(event, &events, &size, depth: depth))
    }
  }

  private mutating func pairs(_ events: inout EventStream, _ size: inout Size, depth: Int)
    throws(YAMLError) -> [(key: YAMLNode, value: YAMLNode)]
  {
    var pairs = PairList()
    while true {
      let event = try next(&events)
      if case .mappingEnd = event.kind { return pairs.merged() }
      let key = try child(event, &events, &size, depth: depth)
      let value = try child(try next(&events), &events, &size, depth: depth)
      try pairs.append(key, value)
    }
  }

  private mutating func child(
    _ event: Event, _ events: inout EventStream, _ size: inout Size, depth: Int
  ) throws(YAMLError) -> YAMLNode {
    let (node, childSize) = try self.node(event, &events, depth: depth)
    size.nodes += childSize.nodes
    size.scalarBytes += childSize.scalarBytes
    size.height = max(size.height, childSize.height)
    return node
  }

  private mutating func finish(_ node: YAMLNode, _ size: Size, _ properties: Event.Properties)
    -> (node: YAMLNode, size: Size)
  {
    if let anchor = properties.anchor { anchors[anchor] = (node, size) }
    return (node, size)
  }

  // MARK: Aliases and limits

  private mutating func alias(_ name: String, at mark: YAMLMark, depth: Int) throws(YAMLError)
    -> (node: YAMLNode, size: Size)
  {
    guard limits.allowsAliases else {
      throw YAMLError("alias '*\(name)' is not allowed here", at: mark)
    }
    guard !openAnchors.contains(name) else {
      throw YAMLError("alias '*\(name)' stands inside the value that it names", at: mark)
    }
    guard let target = anchors[name] else {
      throw YAMLError("alias '*\(name)' names no anchor before it", at: mark)
    }
    guard target.size.height <= limits.depth - depth else {
      throw YAMLError("nested deeper than the \(limits.depth) levels allowed", at: mark)
    }
    try count(target.size, at: mark)
    return target
  }

  // Each addition is at most a limit, so that the sum can't overflow.
  private mutating func count(_ size: Size, at mark: YAMLMark) throws(YAMLError) {
    total.nodes += size.nodes
    total.scalarBytes += size.scalarBytes
    guard total.nodes <= limits.nodes else {
      throw YAMLError("more than the \(limits.nodes) values allowed, aliases included", at: mark)
    }
    guard total.scalarBytes <= limits.scalarBytes else {
      throw YAMLError(
        "more than the \(limits.scalarBytes) bytes of text allowed, aliases included", at: mark)
    }
  }
}
