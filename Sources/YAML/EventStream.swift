// SPDX-License-Identifier: Apache-2.0

import Clibyaml

/// What libyaml says next of a text.
struct Event {
  enum Kind {
    case streamStart, streamEnd, documentStart, documentEnd, sequenceEnd, mappingEnd
    case alias(String)
    case scalar(String, isPlain: Bool, Properties)
    case sequenceStart(Properties)
    case mappingStart(Properties)
  }

  /// What may stand before a value: `&anchor` and `!tag`.
  struct Properties {
    var anchor: String?
    var tag: String?
  }

  var kind: Kind
  /// The index of its first character.
  var character: Int
}

/// libyaml's own complaint.
struct EventError: Error {
  /// Where it is.
  enum Place {
    case character(Int)
    case offset(Int)
  }

  var problem: String
  var place: Place
}

/// libyaml's event parser over bytes that it keeps alive: the one place that touches its pointers.
@safe struct EventStream: ~Copyable {
  private let parser: UnsafeMutablePointer<yaml_parser_t>
  private let input: UnsafeMutableBufferPointer<UInt8>

  init(_ bytes: [UInt8]) throws(EventError) {
    unsafe parser = .allocate(capacity: 1)
    unsafe parser.initialize(to: yaml_parser_t())
    unsafe input = .allocate(capacity: max(bytes.count, 1))
    _ = unsafe input.initialize(fromContentsOf: bytes)
    guard unsafe yaml_parser_initialize(parser) == 1 else {
      throw EventError(problem: "out of memory", place: .offset(0))
    }
    unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
    unsafe yaml_parser_set_input_string(parser, input.baseAddress, bytes.count)
  }

  deinit {
    unsafe yaml_parser_delete(parser)
    unsafe parser.deallocate()
    unsafe input.deallocate()
  }

  /// The next event; after an error or the stream's end, ask no more.
  mutating func next() throws(EventError) -> Event {
    var event = unsafe yaml_event_t()
    guard unsafe yaml_parser_parse(parser, &event) == 1 else { throw complaint() }
    defer { unsafe yaml_event_delete(&event) }
    let character = unsafe Int(clamping: event.start_mark.index)
    guard let kind = unsafe Self.kind(of: event) else {
      throw EventError(problem: "a text is not UTF-8", place: .character(character))
    }
    return Event(kind: kind, character: character)
  }

  private func complaint() -> EventError {
    let problem = unsafe parser.pointee.problem.map { unsafe String(cString: $0) }
    let context = unsafe parser.pointee.context.map { unsafe " \(String(cString: $0))" }
    let isReader = unsafe parser.pointee.error == YAML_READER_ERROR
    let place: EventError.Place =
      isReader
      ? .offset(unsafe Int(clamping: parser.pointee.problem_offset))
      : .character(unsafe Int(clamping: parser.pointee.problem_mark.index))
    return EventError(problem: (problem ?? "out of memory") + (context ?? ""), place: place)
  }

  private static func kind(of event: yaml_event_t) -> Event.Kind? {
    switch unsafe event.type {
    case YAML_STREAM_START_EVENT: return .streamStart
    case YAML_DOCUMENT_START_EVENT: return .documentStart
    case YAML_DOCUMENT_END_EVENT: return .documentEnd
    case YAML_SEQUENCE_END_EVENT: return .sequenceEnd
    case YAML_MAPPING_END_EVENT: return .mappingEnd
    case YAML_ALIAS_EVENT: return .alias(unsafe text(event.data.alias.anchor) ?? "")
    case YAML_SCALAR_EVENT: return unsafe scalar(event)
    case YAML_SEQUENCE_START_EVENT:
      let start = unsafe event.data.sequence_start
      return .sequenceStart(unsafe properties(start.anchor, start.tag))
    case YAML_MAPPING_START_EVENT:
      let start = unsafe event.data.mapping_start
      return .mappingStart(unsafe properties(start.anchor, start.tag))
    default: return .streamEnd
    }
  }

  private static func scalar(_ event: yaml_event_t) -> Event.Kind? {
    let scalar = unsafe event.data.scalar
    let bytes = unsafe UnsafeBufferPointer(start: scalar.value, count: scalar.length)
    guard let text = unsafe String(validating: bytes, as: UTF8.self) else { return nil }
    let isPlain = unsafe scalar.style == YAML_PLAIN_SCALAR_STYLE
    return .scalar(text, isPlain: isPlain, unsafe properties(scalar.anchor, scalar.tag))
  }

  private static func properties(
    _ anchor: UnsafeMutablePointer<UInt8>?, _ tag: UnsafeMutablePointer<UInt8>?
  ) -> Event.Properties {
    Event.Properties(anchor: unsafe text(anchor), tag: unsafe text(tag))
  }

  private static func text(_ pointer: UnsafeMutablePointer<UInt8>?) -> String? {
    unsafe pointer.map { unsafe String(cString: $0) }
  }
}
