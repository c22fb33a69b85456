using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace Actors.Jobs.Sandboxes;

/// <summary>
/// The system call filter as the kernel takes it: a classic BPF program. All calls are allowed but those of <see cref="ForbiddenCalls"/>, which fail as
/// if the kernel did not have them or the program no right to them.
/// </summary>
internal static class SeccompFilter
{
    private const ushort LoadWord = 0x20;
    private const ushort JumpIfEqual = 0x15;
    private const ushort JumpIfAtLeast = 0x35;
    private const ushort JumpIfAnyBit = 0x45;
    private const ushort Return = 0x06;

    private const uint Allow = 0x7fff0000;
    private const uint KillProcess = 0x80000000;
    private const uint Fail = 0x00050000;

    // struct seccomp_data: the call's number, the architecture, the instruction pointer, six arguments of eight bytes.
    private const uint Number = 0;
    private const uint Architecture = 4;
    private const uint FirstArgument = 16;
    private const uint SecondArgument = 24;

    private const uint X32Calls = 0x40000000; // a second set of call numbers on x86-64, which would slip past the numbers below

    /// <param name="numbers">Of the processor.</param>
    /// <param name="allowsHiddenMemory">Memory that counts for no process is counted otherwise.</param>
    public static ImmutableArray<byte> Build(SyscallNumbers numbers, bool allowsHiddenMemory)
    {
        var forbidden = allowsHiddenMemory ? ForbiddenCalls.Always : [.. ForbiddenCalls.Always, .. ForbiddenCalls.HiddenMemory];
        var program = new List<Instruction>
        {
            new(LoadWord, 0, 0, Architecture),
            new(JumpIfEqual, 1, 0, numbers.Architecture),
            new(Return, 0, 0, KillProcess),
            new(LoadWord, 0, 0, Number),
        };
        if (numbers.HasX32)
            program.AddRange([new(JumpIfAtLeast, 0, 1, X32Calls), new(Return, 0, 0, Fail | ForbiddenCalls.NotThere)]);
        foreach (var (name, error) in forbidden)
        {
            if (numbers.Find(name) is { } number)
                program.AddRange([new(JumpIfEqual, 0, 1, number), new(Return, 0, 0, Fail | error)]);
        }

        foreach (var rule in ForbiddenCalls.ByArgument)
        {
            if (numbers.Find(rule.Call) is { } number)
                AddRule(program, rule, number);
        }

        program.Add(new Instruction(Return, 0, 0, Allow));
        return Encode(program);
    }

    // if (number == call) { load argument; if it matches: fail; load number again }
    private static void AddRule(List<Instruction> program, ArgumentRule rule, uint call)
    {
        var tests = new List<Instruction>();
        var left = rule.Values.Length;
        foreach (var value in rule.Values)
        {
            left--;
            // A match jumps over the tests that are left, to the failure; the last miss jumps over the failure.
            tests.Add(new Instruction(rule.AnyBit ? JumpIfAnyBit : JumpIfEqual, (byte)left, (byte)(left == 0 ? 1 : 0), value));
        }

        var allowsListed = rule.AllowsListed;
        if (allowsListed)
            tests[^1] = tests[^1] with { WhenTrue = 1, WhenFalse = 0 };
        for (var i = 0; allowsListed && i < tests.Count - 1; i++)
            tests[i] = tests[i] with { WhenTrue = (byte)(tests.Count - i) };

        program.Add(new Instruction(JumpIfEqual, 0, (byte)(tests.Count + 3), call));
        program.Add(new Instruction(LoadWord, 0, 0, rule.IsSecond ? SecondArgument : FirstArgument));
        program.AddRange(tests);
        program.Add(new Instruction(Return, 0, 0, Fail | rule.Error));
        program.Add(new Instruction(LoadWord, 0, 0, Number));
    }

    private static ImmutableArray<byte> Encode(List<Instruction> program)
    {
        var bytes = new byte[program.Count * 8];
        for (var i = 0; i < program.Count; i++)
        {
            var (code, whenTrue, whenFalse, operand) = program[i];
            var at = bytes.AsSpan(i * 8);
            BinaryPrimitives.WriteUInt16LittleEndian(at, code);
            at[2] = whenTrue;
            at[3] = whenFalse;
            BinaryPrimitives.WriteUInt32LittleEndian(at[4..], operand);
        }

        return ImmutableCollectionsMarshal.AsImmutableArray(bytes);
    }

    private readonly record struct Instruction(ushort Code, byte WhenTrue, byte WhenFalse, uint Operand);
}

/// <summary>The programs for this processor; empty when there are none for it.</summary>
/// <param name="Plain">Where a control group counts all memory.</param>
/// <param name="WithoutHiddenMemory">Where memory is watched: without the calls whose memory belongs to no process.</param>
internal sealed record SystemCallFilters(ImmutableArray<byte> Plain, ImmutableArray<byte> WithoutHiddenMemory)
{
    public bool IsEmpty => Plain.IsEmpty;

    public static SystemCallFilters ForThisMachine() => RuntimeInformation.ProcessArchitecture switch
    {
        Architecture.X64 => For(SyscallNumbers.X64),
        Architecture.Arm64 => For(SyscallNumbers.Arm64),
        _ => new SystemCallFilters([], []),
    };

    private static SystemCallFilters For(SyscallNumbers numbers) =>
        new(SeccompFilter.Build(numbers, allowsHiddenMemory: true), SeccompFilter.Build(numbers, allowsHiddenMemory: false));
}
