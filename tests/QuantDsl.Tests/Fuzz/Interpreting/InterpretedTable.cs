using System.Collections.Concurrent;
using System.Reflection;
using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Fuzz;

/// <summary>
/// The parameters of whatever interpreted network is updated at the moment on this thread, which does all the work of such small networks,
/// so that the passes of the update are compiled once for all networks.
/// </summary>
internal readonly struct InterpretedTable : IParameterTable
{
    private delegate void Visitor<TVisitor>(ref TVisitor visitor, in ParameterPlace place);

    [ThreadStatic]
    private static IReadOnlyList<(Type Update, ParameterPlace Place)>? _current;

    /// <summary>How each parameter is quantized, and where it lies.</summary>
    public static IReadOnlyList<(Type Update, ParameterPlace Place)> Current
    {
        get => _current ?? throw new InvalidOperationException("No network is updated on this thread.");
        set => _current = value;
    }

    public static void Visit<TVisitor>(ref TVisitor visitor)
        where TVisitor : struct, IParameterVisitor
    {
        foreach ((Type update, ParameterPlace place) in Current)
            Visitors<TVisitor>.Of(update)(ref visitor, place);
    }

    private static void Visit<TVisitor, TUpdate>(ref TVisitor visitor, in ParameterPlace place)
        where TVisitor : struct, IParameterVisitor
        where TUpdate : struct, IParameterUpdate =>
        visitor.Visit<TUpdate>(place);

    private static class Visitors<TVisitor>
        where TVisitor : struct, IParameterVisitor
    {
        private static readonly MethodInfo Generic = typeof(InterpretedTable).GetMethods(BindingFlags.Static | BindingFlags.NonPublic)
            .Single(method => method.Name == nameof(Visit) && method.GetGenericArguments().Length == 2);
        private static readonly ConcurrentDictionary<Type, Visitor<TVisitor>> Made = new();

        public static Visitor<TVisitor> Of(Type update) => Made.GetOrAdd(
            update, static type => Generic.MakeGenericMethod(typeof(TVisitor), type).CreateDelegate<Visitor<TVisitor>>());
    }
}
