using QuantDsl.Formats;

namespace QuantDsl.Training;

/// <summary>Encodes the messages of TensorFlow's <c>event.proto</c> and <c>summary.proto</c> that scalars need.</summary>
internal static class EventMessage
{
    /// <summary>An event that has one more field: <c>wall_time = 1</c>, <c>step = 2</c>.</summary>
    public static ProtobufMessage At(DateTimeOffset time, long step) =>
        new ProtobufMessage().Add(1, (time - DateTimeOffset.UnixEpoch).TotalSeconds).Add(2, step);

    /// <summary><c>file_version = 3</c>, in the first event of a file.</summary>
    public static void AddFileVersion(ProtobufMessage to, string version) => to.Add(3, version);

    /// <summary><c>session_log = 7</c> with <c>status = 1</c> (START): the event's step is the first one of this session.</summary>
    public static void AddSessionStart(ProtobufMessage to) => to.Add(7, new ProtobufMessage().Add(1, 1L));

    /// <summary><c>summary = 5</c> with a <c>value = 1</c> for each scalar: <c>tag = 1, simple_value = 2</c>.</summary>
    public static void AddScalars(ProtobufMessage to, IEnumerable<(string Tag, double Value)> scalars)
    {
        var summary = new ProtobufMessage();
        foreach ((string tag, double value) in scalars)
            summary.Add(1, new ProtobufMessage().Add(1, tag).Add(2, (float)value));
        to.Add(5, summary);
    }
}
