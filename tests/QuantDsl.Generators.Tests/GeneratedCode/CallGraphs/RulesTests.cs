using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;

/// <summary>The rules see what they forbid, and nothing else.</summary>
public sealed class RulesTests
{
    [Theory]
    [InlineData("list.Add(1);", "Code.Run: calls the interface ICollection<Int32>.Add of IList<Int32>")]
    [InlineData("foreach (int item in list) { }", "Code.Run: calls the interface IEnumerable<Int32>.GetEnumerator of IList<Int32>")]
    [InlineData("_ = open.Next();", "Code.Run: calls the virtual Open.Next")]
    [InlineData("Open chosen = x is null ? open : new Closed(); _ = chosen.Next();", "Code.Run: calls the virtual Open.Next")]
    [InlineData("using (Guard()) { }", "Code.Run: calls the interface IDisposable.Dispose of IDisposable")]
    [InlineData("_ = new Plain().GetHashCode();", "Code.Run: boxes Plain for ValueType.GetHashCode")]
    [InlineData("action();", "Code.Run: invokes a delegate Action.Invoke")]
    [InlineData("action = () => { };", "Code.Run: makes a delegate Action")]
    [InlineData("action = Help;", "Code.Run: makes a delegate Action")]
    [InlineData("action = open.Act;", "Code.Run: looks up Open.Act")]
    [InlineData("delegate*<void> pointer = &Help; pointer();", "Code.Run: calls a function pointer")]
    [InlineData("x = 5;", "Code.Run: boxes Int32")]
    [InlineData("_ = list.Count();", "Code.Run: uses reflection or late binding Enumerable.Count")]
    [InlineData("x = x.GetType();", "Code.Run: uses reflection or late binding Object.GetType")]
    [InlineData("x = typeof(int);", "Code.Run: uses reflection or late binding Type.GetTypeFromHandle")]
    [InlineData("dynamic late = x; late.Act();", "Code.Run: uses reflection or late binding Binder.InvokeMember")]
    [InlineData("x = $\"{list}\";", "Code.Run: makes text by DefaultInterpolatedStringHandler..ctor")]
    [InlineData("x = x + \"!\";", "Code.Run: makes text by String.Concat")]
    [InlineData("x = x.ToString()!;", "Code.Run: makes text by Object.ToString")]
    [InlineData("x = new object();", "Code.Run: makes an object Object")]
    [InlineData("x = new int[2];", "Code.Run: makes an array of Int32")]
    [InlineData("x = span.ToArray();", "Code.Run: gets an object from ReadOnlySpan<Int32>.ToArray")]
    [InlineData("Help();", "Code.Help: makes an object Object")]
    [InlineData("Work(new Tiles());", "Tiles.Run: makes an object Object (in a loop)")]
    [InlineData("do { Help(); } while (list is null);", "Code.Help: makes an object Object (in a loop)")]
    [InlineData("try { throw new Exception(); } catch (Exception) { } Help();", "Code.Help: makes an object Object")]
    [InlineData("delegate*<void> pointer = &Help; x = (nint)pointer == 0 ? x : open;", "Code.Help: makes an object Object")]
    public void A_breach_is_named(string statements, string breach) => Assert.Contains(breach, Breaches(statements));

    [Theory]
    [InlineData("_ = closed.Next();")]
    [InlineData("using (closed) { }")]
    [InlineData("Idle(new Still());")]
    [InlineData("_ = new Plain();")]
    [InlineData("_ = \"text\".Length;")]
    [InlineData("foreach (int item in span) { }")]
    [InlineData("if (list is null) throw new ArgumentException($\"No list, but {x}.\");")]
    [InlineData("try { if (list is null) throw new ArgumentException($\"No list, but {x}.\"); } catch { x = action; throw; }")]
    [InlineData("_ = list ?? throw new ArgumentException(string.Join(\", \", span.ToArray()));")]
    [InlineData("try { _ = closed.Next(); } catch (InvalidOperationException failure) { x = failure.ToString(); }")]
    public void What_is_bound_directly_is_no_breach(string statements) => Assert.Empty(Breaches(statements));

    [Fact]
    public void The_ways_to_a_method_are_counted()
    {
        CallGraph graph = Walk("Help(); using (closed) Idle(new Still()); if (list is null) Help();");

        Assert.Equal([2], graph.Sites.Where(site => site.Method.Name == "Help").Select(site => graph.Times(site.Method)));
        Assert.Contains("Still.Run", graph.Methods);
        Assert.Contains("Closed.Dispose", graph.Methods);
    }

    private static IEnumerable<string> Breaches(string statements) => Walk(statements).Sites.Select(site => site.ToString());

    private static CallGraph Walk(string statements)
    {
        CSharpCompilation compilation = GeneratorHarness.Compilation(Source(statements));
        CSharpCompilationOptions options = compilation.Options.WithAllowUnsafe(true).WithGeneralDiagnosticOption(ReportDiagnostic.Default);
        CompilationResult result = GeneratorHarness.Run(compilation.WithOptions(options));
        MethodInfo root = LoadedAssembly.Of(result).GetType("Code")!.GetMethod("Run")!;
        return new CallGraph(root, allocatesNothing: true);
    }

    private static string Source(string statements) => $$"""
        using System;
        using System.Collections.Generic;
        using System.Linq;
        using QuantDsl;
        using QuantDsl.CompilerServices;

        public static unsafe class Code
        {
            public static void Run(object x, IList<int> list, Action action, Open open, Closed closed, ReadOnlySpan<int> span)
            {
                {{statements}}
            }

            private static object? _kept;

            private static void Help() => _kept = new object();

            private static IDisposable Guard() => null!;

            private static void Idle<TWork>(TWork work) where TWork : struct, ITileWork => work.Run(1);

            private static void Work<TWork>(TWork work) where TWork : struct, ITileWork
            {
                for (int tile = 0; tile < 3; tile++)
                    work.Run(tile);
            }

            public struct Plain;

            public struct Tiles : ITileWork
            {
                public void Run(int tile) => _kept = new object();
            }

            public struct Still : ITileWork
            {
                public void Run(int tile) { }
            }
        }

        public class Open
        {
            public virtual int Next() => 1;

            public virtual void Act() { }
        }

        public sealed class Closed : Open, IDisposable
        {
            public override int Next() => 2;

            public void Dispose() { }
        }
        """;
}
