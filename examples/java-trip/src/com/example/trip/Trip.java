package com.example.trip;

/** What a customer asks for. */
record Trip(String city, int persons) {}
